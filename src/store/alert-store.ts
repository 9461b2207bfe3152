import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { OpenAlert } from "../domain/model/alert.ts"
import { AlertStore } from "../domain/ports/alert-store.ts"
import { readCauses } from "./alert-causes.ts"
import { Database } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

const mostMails = 100

const make = Effect.gen(function* () {
  const database = yield* Database
  const { query } = database
  return AlertStore.of({
    causes: () => Effect.provideService(readCauses(), Database, database),
    // One statement: a reader never sees a cause both dismissed and open.
    settle: Effect.fn("AlertStore.settle")(function* (causes, at) {
      yield* query(
        (sql) => sql`
          with now_true as materialized (
            select * from jsonb_to_recordset(${rowParameter(causes)}::text::jsonb) as c (
              cause text, "channelId" bigint, title text, count int, "firstAt" timestamptz, "lastAt" timestamptz,
              value text)),
          gone as (
            update alerts set dismissed_at = ${at}
            where dismissed_at is null and cause not in (select cause from now_true))
          insert into alerts as a (cause, channel_id, title, first_at, last_at, count, value)
          select cause, "channelId", title, "firstAt", "lastAt", count, value from now_true
          on conflict (cause) where dismissed_at is null do update set title = excluded.title,
            first_at = least(a.first_at, excluded.first_at), last_at = excluded.last_at, count = excluded.count,
            value = excluded.value
          where (a.count, a.last_at, a.value, a.title) is distinct from
            (excluded.count, excluded.last_at, excluded.value, excluded.title)`
      )
    }),
    toMail: Effect.fn("AlertStore.toMail")(function* () {
      return yield* query(
        (sql) => sql<Array<OpenAlert>>`
          select a.id, a.cause, a.channel_id as "channelId", a.title, a.count, a.first_at as "firstAt",
            a.last_at as "lastAt", a.value, c.alert_address as address, c.name as "channelName"
          from alerts a join channels c on c.id = a.channel_id
          where a.dismissed_at is null and a.mailed_at is null and c.alert_address is not null
          order by a.id limit ${mostMails}`
      )
    }),
    mailed: Effect.fn("AlertStore.mailed")(function* (ids, at) {
      yield* query(
        (sql) => sql`
          update alerts set mailed_at = ${at} where id = any(${ids as Array<number>}::bigint[]) and mailed_at is null`
      )
    })
  })
})

export const alertStoreLayer: Layer.Layer<AlertStore, never, Database> = Layer.effect(AlertStore, make)
