import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { withoutContacts } from "../domain/model/contacts-in-text.ts"
import type { PausedQueue } from "../domain/model/paused-queue.ts"
import { attemptsIn, type RunAttempts } from "../domain/model/run-attempts.ts"
import { cadenceMinutes, type Plan } from "../domain/model/sales-channel.ts"
import { pollEveryMinutes } from "../domain/model/schedule.ts"
import type { SyncProgress, SyncRecord, SyncRun } from "../domain/model/sync-run.ts"
import { SyncBoard, type SyncLine } from "../domain/ports/sync-board.ts"
import { Database, type Sql } from "./database.ts"
import { queueOfRun } from "./queue-of-run.ts"

const most = { lines: 1000, runs: 500, records: 1000 }

/** A run is kept waiting by a pause when nobody is at that queue any more: what was taken before it is finished. */
const runColumns = (sql: Sql) => sql`
  r.id, r.service, r.trigger, r.state, r.started_at as "startedAt", r.ended_at as "endedAt", r.counts, r.error,
  r.pages, r.reads_from as "since", r.reached_at as "reachedAt", r.remaining, r.waits_until as "waitsUntil",
  (select jsonb_build_object('queue', q.name, 'by', q.paused_by, 'at', q.paused_at, 'reason', q.reason)
    from paused_queues q where r.state = 'running' and q.name = ${queueOfRun(sql)}
    and not exists (select from worker_jobs k where k.queue = q.name)) as pause`

/**
 * The services of every party: those of a channel, and the tracking of a supplier that has a source for it, or by a carrier; with
 * the moment at which each is due.
 */
const parties = (sql: Sql) => sql`
  select c.name as party, 'channel' as kind, v.service, c.id as channel_id, null::bigint as supplier_id,
    null::bigint as carrier_account_id, c.plan,
    coalesce(s.enabled, false) as enabled, s.every_minutes, d.due_at
  from channels c cross join (values ('orders', 'order_download'), ('fulfillment', 'shipment_upload'),
    ('inventory', 'inventory_upload')) v (service, setting)
  left join channel_services s on s.channel_id = c.id and s.service = v.setting
  left join schedules d on d.channel_id = c.id and d.service = v.service and d.supplier_id is null
  where c.archived_at is null
  union all
  select s.name, 'supplier', 'tracking', null, s.id, null, 'basic', true, s.tracking_every_minutes, d.due_at
  from suppliers s left join schedules d on d.supplier_id = s.id and d.service = 'tracking' and d.channel_id is null
  where s.tracking_source <> 'none'
  union all
  select name, 'carrier', 'tracking', null, null, id, 'basic', enabled, ${pollEveryMinutes},
    (select due_at from schedules where service = 'tracking' and channel_id is null and supplier_id is null)
  from carrier_accounts`

type StatusRow = Omit<SyncLine, "everyMinutes" | "last"> & {
  readonly plan: Plan
  readonly everyMinutes: number | null
  readonly runId: number | null
} & {
  readonly [K in Exclude<keyof SyncRun, "party" | "service" | "progress" | "attempts" | "pause">]:
    | SyncRun[K]
    | null
} & {
  readonly [K in keyof SyncProgress]: SyncProgress[K] | null
} & { readonly pause: PauseRow | null }

/** Out of JSON, where a moment is text. */
type PauseRow = Omit<PausedQueue, "at"> & { readonly at: string }

const pauseOf = (pause: PauseRow | null): PausedQueue | null =>
  pause === null ? null : { ...pause, at: new Date(pause.at) }

/**
 * The newest run of a row `p`. Asked for equals, the server may walk all runs from the newest one back, and does so for each service
 * that has never run; asked for a stretch in the order of the index, it has no other way than one look.
 */
const lastRun = (sql: Sql, party: "channel_id" | "supplier_id" | "carrier_account_id") => sql`
  (select * from sync_runs where ${sql(party)} is not null
    and (${sql(party)}, service) >= (p.${sql(party)}, p.service) and (${sql(party)}, service) <= (p.${sql(party)}, p.service)
    order by ${sql(party)}, service, id desc limit 1)`

/** The parties first, by themselves: else the server starts helpers for eight hundred rows, and waits for them. */
const statusRows = (sql: Sql) => sql<Array<StatusRow>>`
  with p as materialized (${parties(sql)})
  select p.party, p.kind as "partyKind", coalesce(p.channel_id, p.supplier_id, p.carrier_account_id) as "partyId", p.plan, p.enabled,
    p.every_minutes as "everyMinutes", case when p.enabled then p.due_at end as "nextAt", coalesce(b.waiting, 0) as backlog,
    ${runColumns(sql)}, p.service
  from p
  left join sync_backlogs b on b.service = p.service and p.kind <> 'carrier'
    and b.party_id = coalesce(p.channel_id, p.supplier_id)
  left join lateral (
    ${lastRun(sql, "channel_id")} union all ${lastRun(sql, "supplier_id")} union all ${lastRun(sql, "carrier_account_id")}
  ) r on true
  order by p.kind, p.party, p.service desc limit ${most.lines}`

const toLine = (row: StatusRow): SyncLine => ({
  party: row.party,
  partyKind: row.partyKind,
  partyId: row.partyId,
  service: row.service,
  enabled: row.enabled,
  everyMinutes: cadenceMinutes(row.plan, row.everyMinutes),
  last: toRun(row),
  nextAt: row.nextAt,
  backlog: row.backlog
})

const toRun = (row: StatusRow): SyncRun | null => {
  const { id, trigger, state, startedAt, endedAt, counts, error } = row
  if (id === null || trigger === null || state === null || startedAt === null || counts === null) return null
  const progress = progressOf({ ...row, pages: row.pages ?? 0 })
  return {
    id,
    service: row.service,
    party: row.party,
    trigger,
    state,
    startedAt,
    endedAt,
    counts,
    error: withoutContacts(error),
    progress,
    attempts: attemptsOf(state, error),
    pause: pauseOf(row.pause)
  }
}

const attemptsOf = (state: SyncRun["state"], error: string | null): RunAttempts | null =>
  state === "running" ? attemptsIn(error) : null

const progressOf = ({ pages, since, reachedAt, remaining, waitsUntil }: SyncProgress): SyncProgress => ({
  pages,
  since,
  reachedAt,
  remaining,
  waitsUntil
})

type RunRow = Omit<SyncRun, "progress" | "attempts" | "pause"> &
  SyncProgress & { readonly pause: PauseRow | null }

const ofRow = ({ pages, since, reachedAt, remaining, waitsUntil, pause, ...run }: RunRow): SyncRun => ({
  ...run,
  attempts: attemptsOf(run.state, run.error),
  pause: pauseOf(pause),
  error: withoutContacts(run.error),
  progress: { pages, since, reachedAt, remaining, waitsUntil }
})

const make = Effect.gen(function* () {
  const { query } = yield* Database
  return SyncBoard.of({
    status: Effect.fn("SyncBoard.status")(function* () {
      return (yield* query(statusRows)).map(toLine)
    }),
    runs: Effect.fn("SyncBoard.runs")(function* (limit, before) {
      const rows = yield* query(
        (sql) => sql<Array<RunRow>>`
          select ${runColumns(sql)}, coalesce(c.name, s.name, a.name, 'a carrier account that was removed') as party
          from sync_runs r left join channels c on c.id = r.channel_id left join suppliers s on s.id = r.supplier_id
          left join carrier_accounts a on a.id = r.carrier_account_id
          where ${before === null ? sql`true` : sql`r.id < ${before}`}
          order by r.id desc limit ${Math.min(limit, most.runs)}`
      )
      return rows.map(ofRow)
    }),
    records: Effect.fn("SyncBoard.records")(function* (runId, limit) {
      const records = yield* query(
        (sql) => sql<Array<SyncRecord>>`
          select reference, result, detail from sync_run_records
          where sync_run_id = ${runId} order by id limit ${Math.min(limit, most.records)}`
      )
      return records.map((record) => ({ ...record, detail: withoutContacts(record.detail) }))
    })
  })
})

export const syncBoardLayer: Layer.Layer<SyncBoard, never, Database> = Layer.effect(SyncBoard, make)
