import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { urgencyOf } from "../domain/model/alert.ts"
import { AlertStore } from "../domain/ports/alert-store.ts"
import { readCauses } from "./alert-causes.ts"
import { alertShown, selectAlert, selectOpenAlerts, selectPastAlerts } from "./alert-list.ts"
import { lockPlanning, readOutline, writePlan } from "./alert-outline.ts"
import { claimTelling, confirmTelling, releaseTelling } from "./alert-tellings.ts"
import { Database } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"
import { storableText } from "./storable-text.ts"

/** Less than the sweep's own time: a regular sweep always finds it due, those that come in between mostly do not. */
const lookEveryMs = 4_000
/** What happened longer ago than this before the next time is another matter. */
const oneMatterMs = 3_600_000

const make = Effect.gen(function* () {
  const database = yield* Database
  const { query } = database
  return AlertStore.of({
    isDue: Effect.fn("AlertStore.isDue")(function* (at) {
      const before = new Date(at.getTime() - lookEveryMs)
      const rows = yield* query(
        (sql) => sql`
          update installation set alerts_looked_at = ${at}
          where alerts_looked_at is null or alerts_looked_at <= ${before} or alerts_looked_at > ${at} returning 1`
      )
      return rows.length > 0
    }),
    causes: (at) => Effect.provideService(readCauses(at), Database, database),
    // One statement: a reader never sees a cause both dismissed and open.
    settle: Effect.fn("AlertStore.settle")(function* (causes, at) {
      const rows = causes.map((c) => ({ ...c, urgency: urgencyOf(c.cause) }))
      yield* query(
        (sql) => sql`
          with now_true as materialized (
            select * from jsonb_to_recordset(${rowParameter(rows)}::text::jsonb) as c (
              cause text, "channelId" bigint, title text, count int, "firstAt" timestamptz, "lastAt" timestamptz,
              value text, urgency text)),
          gone as (
            update alerts set dismissed_at = ${at}
            where dismissed_at is null and cause not in (select cause from now_true))
          insert into alerts as a (cause, channel_id, title, first_at, last_at, count, value, urgency)
          select cause, "channelId", title, "firstAt", "lastAt", count, value, urgency from now_true
          on conflict (cause) where dismissed_at is null do update set title = excluded.title,
            first_at = least(a.first_at, excluded.first_at), last_at = excluded.last_at, count = excluded.count,
            value = excluded.value
          where (a.count, a.last_at, a.value, a.title) is distinct from
            (excluded.count, excluded.last_at, excluded.value, excluded.title)`
      )
    }),
    lock: Effect.fn("AlertStore.lock")(function* () {
      yield* query(lockPlanning)
    }),
    outline: Effect.fn("AlertStore.outline")((at) => query((sql) => readOutline(sql, at))),
    write: Effect.fn("AlertStore.write")((plan, at) => query((sql) => writePlan(sql, plan, at))),
    claim: Effect.fn("AlertStore.claim")((worker, leaseMs, at) =>
      query((sql) => claimTelling(sql, worker, leaseMs, at))
    ),
    confirm: Effect.fn("AlertStore.confirm")(function* (move, at) {
      yield* query((sql) => confirmTelling(sql, move, at))
    }),
    release: Effect.fn("AlertStore.release")(function* (move, failure, notBefore, giveUp) {
      yield* query((sql) => releaseTelling(sql, move, failure, notBefore, giveUp))
    }),
    note: Effect.fn("AlertStore.note")(function* (fact, subject, from, to) {
      const recent = new Date(to.getTime() - oneMatterMs)
      yield* query(
        (sql) => sql`
          insert into alert_facts as f (kind, subject, first_at, last_at)
          values (${fact}, ${storableText(subject, 100)}, ${from}, ${to})
          on conflict (kind, subject) do update set last_at = excluded.last_at,
            first_at = case when f.last_at < ${recent} then excluded.first_at else f.first_at end,
            count = case when f.last_at < ${recent} then 1 else f.count + 1 end`
      )
    }),
    beat: Effect.fn("AlertStore.beat")(function* (at) {
      yield* query((sql) => sql`update installation set beat_at = ${at}`)
    }),
    list: Effect.fn("AlertStore.list")((limit) =>
      Effect.map(
        query((sql) => selectOpenAlerts(sql, limit)),
        (found) => found.map(alertShown)
      )
    ),
    past: Effect.fn("AlertStore.past")((before, limit) =>
      Effect.map(
        query((sql) => selectPastAlerts(sql, before, limit)),
        (found) => found.map(alertShown)
      )
    ),
    get: Effect.fn("AlertStore.get")(function* (id) {
      const [row] = yield* query((sql) => selectAlert(sql, id))
      return row === undefined ? null : alertShown(row)
    }),
    mute: Effect.fn("AlertStore.mute")(function* (id, actor, reason, at) {
      const rows = yield* query(
        (sql) => sql`
          update alerts set muted_by = ${actor}, muted_at = ${at}, muted_reason = ${storableText(reason, 300)}
          where id = ${id} and dismissed_at is null and muted_by is null returning id`
      )
      return rows.length > 0
    })
  })
})

export const alertStoreLayer: Layer.Layer<AlertStore, never, Database> = Layer.effect(AlertStore, make)
