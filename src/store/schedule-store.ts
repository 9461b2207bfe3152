import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type Schedule, type ScheduleParty, ScheduleStore } from "../domain/ports/schedule-store.ts"
import { Database, type Sql } from "./database.ts"

/** No installation has more parties than this. */
const mostSchedules = 10_000

const columns = (sql: Sql) => sql`
  id, service, channel_id as "channelId", supplier_id as "supplierId", every_ms as "everyMs",
  phase_ms as "phaseMs", due_at as "dueAt", turned_at as "turnedAt"`

const ofParty = (sql: Sql, party: ScheduleParty) => sql`
  service = ${party.service} and channel_id is not distinct from ${party.channelId}::bigint
  and supplier_id is not distinct from ${party.supplierId}::bigint`

const make = Effect.gen(function* () {
  const { query } = yield* Database
  return ScheduleStore.of({
    lock: Effect.fn("ScheduleStore.lock")(function* (party) {
      const [row] = yield* query(
        (sql) =>
          sql<Array<Schedule>>`select ${columns(sql)} from schedules where ${ofParty(sql, party)} for update`
      )
      return row ?? null
    }),
    set: Effect.fn("ScheduleStore.set")(function* (party, everyMs, phaseMs, dueAt) {
      yield* query(
        (sql) => sql`
          insert into schedules (service, channel_id, supplier_id, every_ms, phase_ms, due_at, turned_at)
          values (${party.service}, ${party.channelId}, ${party.supplierId}, ${everyMs}, ${phaseMs}, ${dueAt},
            ${new Date(dueAt.getTime() - everyMs)})
          on conflict on constraint schedules_unique do update
            set every_ms = excluded.every_ms, phase_ms = excluded.phase_ms, due_at = excluded.due_at`
      )
    }),
    remove: Effect.fn("ScheduleStore.remove")(function* (party) {
      yield* query((sql) => sql`delete from schedules where ${ofParty(sql, party)}`)
    }),
    takeDue: Effect.fn("ScheduleStore.takeDue")(function* (at, limit) {
      return yield* query(
        (sql) => sql<Array<Schedule>>`
          select ${columns(sql)} from schedules where due_at <= ${at}
          order by due_at, id limit ${limit} for update skip locked`
      )
    }),
    turn: Effect.fn("ScheduleStore.turn")(function* (id, at, dueAt) {
      yield* query((sql) => sql`update schedules set due_at = ${dueAt}, turned_at = ${at} where id = ${id}`)
    }),
    putOff: Effect.fn("ScheduleStore.putOff")(function* (id, dueAt) {
      yield* query((sql) => sql`update schedules set due_at = ${dueAt} where id = ${id}`)
    }),
    hasten: Effect.fn("ScheduleStore.hasten")(function* (service, at) {
      yield* query(
        (sql) => sql`update schedules set due_at = ${at} where service = ${service} and due_at > ${at}`
      )
    }),
    nextDueAt: Effect.fn("ScheduleStore.nextDueAt")(function* () {
      const [row] = yield* query(
        (sql) => sql<Array<{ dueAt: Date | null }>>`select min(due_at) as "dueAt" from schedules`
      )
      return row?.dueAt ?? null
    }),
    list: Effect.fn("ScheduleStore.list")(function* () {
      return yield* query(
        (sql) => sql<Array<Schedule>>`
          select ${columns(sql)} from schedules order by due_at, id limit ${mostSchedules}`
      )
    })
  })
})

export const scheduleStoreLayer: Layer.Layer<ScheduleStore, never, Database> = Layer.effect(
  ScheduleStore,
  make
)
