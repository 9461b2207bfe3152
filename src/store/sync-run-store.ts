import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { JobName } from "../domain/model/job-request.ts"
import {
  countRecords,
  type SyncCounts,
  type SyncRecord,
  type SyncRunId,
  type SyncService
} from "../domain/model/sync-run.ts"
import { type RunningSync, type SyncParty, SyncRunStore } from "../domain/ports/sync-run-store.ts"
import { Database, type Sql } from "./database.ts"
import { buyerOf, type KnownBuyer, withoutBuyer } from "./known-buyer.ts"
import { queueOfRun } from "./queue-of-run.ts"
import { storableText } from "./storable-text.ts"
import { partyIds } from "./sync-party.ts"
import { workerLives } from "./worker-registry.ts"

/** Records kept of one run; counts stay exact. The last places are for what went wrong, wherever it stands in the run. */
const mostRecords = 1000
const placesForTrouble = 200

const limits = { reference: 200, detail: 2000, error: 4000 }

const diedError = "the worker died; started anew"

const jobsOf: Readonly<Record<SyncService, ReadonlyArray<JobName>>> = {
  orders: ["orders.download", "orders.look-back"],
  tracking: ["shipments.receive", "tracking.poll"],
  fulfillment: ["fulfillments.sweep"],
  inventory: ["inventory.sweep", "inventory.push"]
}

const runsOf = (sql: Sql, service: SyncService, party: SyncParty) => {
  const { channelId, supplierId, carrierAccountId } = partyIds(party)
  return sql`r.state = 'running' and r.service = ${service} and r.channel_id is not distinct from ${channelId}::bigint
      and r.supplier_id is not distinct from ${supplierId}::bigint
      and r.carrier_account_id is not distinct from ${carrierAccountId}::bigint`
}

/**
 * A run is dead when it has not moved for 20 seconds and no living worker is at such a job; after a quarter of an hour
 * without a move it is dead whatever the others do, else a busy house would never start it again. One that waits for its
 * channel does not move until then, and one that a paused queue holds not before it is resumed.
 */
const closeDead = (sql: Sql, service: SyncService, party: SyncParty, at: Date) => sql`
    update sync_runs r set state = 'failed', ended_at = ${at}, error = ${diedError}, waits_until = null
    where ${runsOf(sql, service, party)}
      and coalesce(r.waits_until + interval '1 minute' < clock_timestamp(), true)
      and not exists (select from paused_queues q where q.name = ${queueOfRun(sql)})
      and r.beat_at < clock_timestamp() - interval '20 seconds'
      and (r.beat_at < clock_timestamp() - interval '15 minutes' or not exists (
        select from worker_jobs j join workers w on w.id = j.worker_id
        where j.queue = any(${jobsOf[service]}::text[]) and ${workerLives(sql)}))
    returning r.id`

/** The unique index on running runs decides who starts; the dead one is closed in the same statement. */
const startRun = (sql: Sql, service: SyncService, party: SyncParty, trigger: string, at: Date) => {
  const { channelId, supplierId, carrierAccountId } = partyIds(party)
  return sql<Array<{ id: SyncRunId }>>`
    with closed as (${closeDead(sql, service, party, at)})
    insert into sync_runs (service, channel_id, supplier_id, carrier_account_id, trigger, started_at)
    select ${service}, ${channelId}::bigint, ${supplierId}::bigint, ${carrierAccountId}::bigint, ${trigger}, ${at}
    from (select count(*) from closed) closed_first
    on conflict do nothing returning id`
}

/** A sign of life. Whoever waited goes on: the reason of the wait is over. */
const takeUp = (sql: Sql, id: SyncRunId) => sql<Array<RunningSync>>`
  update sync_runs set beat_at = clock_timestamp(), waits_until = null, error = null
  where id = ${id} and state = 'running'
  returning id, trigger, started_at as "startedAt"`

/** Adding is also the run's sign of life. */
const addCounts = (sql: Sql, id: SyncRunId, counts: SyncCounts) => sql`
  update sync_runs r set beat_at = clock_timestamp(), counts = (
    select coalesce(jsonb_object_agg(key, n), '{}') from (
      select key, sum(value::bigint) as n from (
        select key, value from jsonb_each_text(r.counts)
        union all select key, value from jsonb_each_text(${JSON.stringify(counts)}::text::jsonb)) both_counts
      group by key) summed)
  where id = ${id}`

const keepRecords = (sql: Sql, id: SyncRunId, records: ReadonlyArray<SyncRecord>) => sql`
  insert into sync_run_records (sync_run_id, reference, result, detail)
  select ${id}, n.reference, n.result, n.detail from (
    select i.*, result in ('quarantined', 'rejected') as trouble, row_number() over (
      order by result in ('quarantined', 'rejected') desc, place) as place_now
    from unnest(${records.map((r) => storableText(r.reference, limits.reference))}::text[],
      ${records.map((r) => r.result)}::text[],
      ${records.map((r) => storableText(r.detail, limits.detail))}::text[])
      with ordinality as i (reference, result, detail, place)) n,
    (select count(*) as n from (
      select from sync_run_records where sync_run_id = ${id} limit ${mostRecords}) k) kept
  where kept.n + n.place_now <= case when n.trouble then ${mostRecords}::int else ${mostRecords - placesForTrouble}::int end
  order by n.place`

interface NamedBuyer {
  readonly number: string
  readonly buyer: KnownBuyer
}

/** A record is told by its order's number or its purchase order's, among other words: `cancel of SY-000312`, `#1043 1Z999`. */
const numbersIn = ({ reference }: SyncRecord): ReadonlyArray<string> =>
  storableText(reference, limits.reference).split(" ")

/** What the other side said of an order is read in lists: without its buyer, whom only here somebody knows. */
const withoutBuyers = async (
  sql: Sql,
  records: ReadonlyArray<SyncRecord>
): Promise<ReadonlyArray<SyncRecord>> => {
  const said = records.filter(({ detail }) => detail !== "").slice(0, mostRecords)
  if (said.length === 0) return records
  const numbers = [...new Set(said.flatMap(numbersIn))]
  const found = await sql<Array<NamedBuyer>>`
    select n.number, ${buyerOf(sql)} as buyer from (
      select channel_order_number as number, id from orders where channel_order_number = any(${numbers})
      union select number, order_id from purchase_orders where number = any(${numbers}) limit ${mostRecords}) n
    join orders o on o.id = n.id`
  const byNumber = Map.groupBy(found, ({ number }) => number)
  return records.map((record) => {
    const buyers =
      record.detail === "" ? [] : numbersIn(record).flatMap((number) => byNumber.get(number) ?? [])
    const detail = buyers.reduce((text, { buyer }) => withoutBuyer(buyer)(text), record.detail)
    return { ...record, detail }
  })
}

const make = Effect.gen(function* () {
  const { query } = yield* Database
  return SyncRunStore.of({
    start: Effect.fn("SyncRunStore.start")(function* (service, party, trigger, at) {
      const [row] = yield* query((sql) => startRun(sql, service, party, trigger, at))
      return row?.id ?? null
    }),
    isRunning: Effect.fn("SyncRunStore.isRunning")(function* (id) {
      return (yield* query((sql) => takeUp(sql, id))).length > 0
    }),
    takeUp: Effect.fn("SyncRunStore.takeUp")(function* (id) {
      return (yield* query((sql) => takeUp(sql, id)))[0] ?? null
    }),
    goingOn: Effect.fn("SyncRunStore.goingOn")(function* (service, party) {
      const [row] = yield* query(
        (sql) => sql<Array<RunningSync>>`
          select r.id, r.trigger, r.started_at as "startedAt" from sync_runs r where ${runsOf(sql, service, party)}`
      )
      return row ?? null
    }),
    rest: Effect.fn("SyncRunStore.rest")(function* (id, forMs, why) {
      yield* query(
        (sql) => sql`
          update sync_runs set beat_at = clock_timestamp(), error = ${storableText(why, limits.error)},
            waits_until = clock_timestamp() + make_interval(secs => ${forMs / 1000})
          where id = ${id} and state = 'running'`
      )
    }),
    turnPages: Effect.fn("SyncRunStore.turnPages")(function* (id, { pages, since, reachedAt, remaining }) {
      const rows = yield* query(
        (sql) => sql`
          update sync_runs set pages = pages + ${pages}, beat_at = clock_timestamp(), remaining = ${remaining},
            reads_from = coalesce(reads_from, ${since}), reached_at = greatest(reached_at, ${reachedAt}::timestamptz)
          where id = ${id} and state = 'running' returning id`
      )
      return rows.length > 0
    }),
    cancel: Effect.fn("SyncRunStore.cancel")(function* (id, why, at) {
      const rows = yield* query(
        (sql) => sql`
          update sync_runs set state = 'canceled', ended_at = ${at}, error = ${storableText(why, limits.error)},
            waits_until = null
          where id = ${id} and state = 'running' returning id`
      )
      return rows.length > 0
    }),
    record: Effect.fn("SyncRunStore.record")(function* (id, records) {
      if (records.length === 0) return
      const counts = countRecords(records)
      const told = yield* query((sql) => withoutBuyers(sql, records))
      yield* query((sql) => sql`with kept as (${keepRecords(sql, id, told)}) ${addCounts(sql, id, counts)}`)
    }),
    addCounts: Effect.fn("SyncRunStore.addCounts")(function* (id, counts) {
      yield* query((sql) => addCounts(sql, id, counts))
    }),
    finish: Effect.fn("SyncRunStore.finish")(function* (id, error, at) {
      const said = error === null ? null : storableText(error, limits.error)
      yield* query(
        (sql) => sql`
          update sync_runs set state = ${said === null ? "done" : "failed"}, ended_at = ${at}, error = ${said},
            waits_until = null
          where id = ${id} and state = 'running'`
      )
    })
  })
})

export const syncRunStoreLayer: Layer.Layer<SyncRunStore, never, Database> = Layer.effect(SyncRunStore, make)
