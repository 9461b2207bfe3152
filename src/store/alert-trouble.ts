import { alertClasses } from "../domain/model/alert.ts"
import { answerHolds, holdKinds } from "../domain/model/hold.ts"
import { literal, type Sql } from "./database.ts"
import { acknowledgementIsOverdue } from "./overdue-answers.ts"
import { receiptDueAt, receiptIsOverdue } from "./overdue-receipts.ts"
import { openLanes } from "./send-gate-sql.ts"
import { isDue } from "./stock-wakes.ts"

/** A cause of the whole installation, as one row tells it. */
export interface TroubleRow {
  readonly cause: string
  readonly title: string
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const manyFailed = 10
const manyDeaths = 3
const runsInARow = 3
const triesOfARoute = 3
/** Counted up to here. */
const mostUntold = 10_000

const before = (at: Date, ms: number): Date => new Date(at.getTime() - ms)

/** `when 'kind' then 'label'`, for each hold that an answer opens; the words are ours. */
const labelsOfAnswers = (sql: Sql) =>
  answerHolds.reduce((cases, kind) => sql`${cases} when ${kind} then ${holdKinds[kind].label}`, sql``)

/** Every part has the columns of a `TroubleRow`, in this order. */
const suppliers = (sql: Sql) => sql`
  select 'supplier/' || s.id, count(*) || ' purchase orders to ' || s.name || ' failed', count(*),
    min(o.status_at), max(o.status_at)
  from purchase_orders p join suppliers s on s.id = p.supplier_id join orders o on o.id = p.order_id
  where p.state = 'failed' group by s.id, s.name having count(*) >= ${manyFailed}`

const breakers = (sql: Sql, at: Date) => sql`
  select 'breaker/' || s.id, s.name || ' takes nothing: ' || left(coalesce(b.message, 'no reason was given'), 200), 1,
    b.opened_at, b.opened_at
  from breakers b join suppliers s on s.id = b.supplier_id
  where b.state = 'open' and b.opened_at <= ${before(at, alertClasses.breaker.lastsMs)}`

const doubts = (sql: Sql, at: Date) => sql`
  select 'doubt/' || s.id, count(*) || ' sends to ' || s.name || ' are IN DOUBT', count(*),
    min(i.in_doubt_since), max(i.in_doubt_since)
  from dispatch_intents i join suppliers s on s.id = i.supplier_id
  where i.state = 'in_doubt' and i.in_doubt_since <= ${before(at, alertClasses.doubt.lastsMs)}
  group by s.id, s.name`

/** Due, and nothing keeps it back on purpose: no stop, no hold, no breaker, no shadow. */
const stuck = (sql: Sql, at: Date) => sql`
  select 'stuck/' || s.id, count(*) || ' sends to ' || s.name || ' are due and nobody carries them', count(*),
    min(i.not_before), max(i.not_before)
  from (${openLanes(sql, sql`select supplier_id from breakers where state <> 'closed'`)}) lane
  join dispatch_intents i on i.supplier_id = lane.supplier_id and i.channel_id = lane.channel_id
  join suppliers s on s.id = i.supplier_id
  join purchase_orders p on p.id = i.purchase_order_id join orders o on o.id = p.order_id
  where i.state = 'planned' and i.not_before <= ${before(at, alertClasses.stuck.lastsMs)} and not o.shadow
    and not exists (select from holds h where h.order_id = o.id and h.released_at is null)
    -- Where nobody told the channel, the order does.
    and not exists (select from send_stops t where t.resumed_at is null and t.channel_id = o.channel_id)
  group by s.id, s.name`

const facts = (sql: Sql, at: Date) => sql`
  select 'death/' || subject, count || case when count = 1 then ' worker' else ' workers' end || ' died on ' || subject
    || '; what was in hand is given to others', count, first_at, last_at
  from alert_facts where kind = 'death' and last_at > ${before(at, hourMs)}
  union all
  select 'deaths/', sum(count) || ' workers died within an hour', sum(count)::int, min(first_at), max(last_at)
  from alert_facts where kind = 'death' and last_at > ${before(at, hourMs)} having sum(count) >= ${manyDeaths}
  union all
  select 'database/' || subject, 'the database was away for ' || greatest(1, round(extract(epoch from last_at - first_at) / 60)) || ' min',
    count, first_at, last_at
  from alert_facts where kind = 'database' and last_at > ${before(at, hourMs)}`

/** The newest runs of the party that `f` names. */
const latestRuns = (sql: Sql, at: Date, party: "channel_id" | "supplier_id" | "carrier_account_id") => sql`
  (select * from sync_runs r where r.${sql(party)} is not null and r.state <> 'running' and r.started_at > ${before(at, dayMs)}
    -- A stretch in the order of the index, as in sync-board.
    and (r.${sql(party)}, r.service) >= (f.${sql(party)}, f.service) and (r.${sql(party)}, r.service) <= (f.${sql(party)}, f.service)
    order by r.${sql(party)}, r.service, r.id desc limit ${literal(sql, runsInARow)})`

/** Only who failed at all is looked at: 400 parties run thousands of times a day. */
const runs = (sql: Sql, at: Date) => sql`
  select 'sync/' || service || '/' || party, service || ' of ' || party || ' fails: ' || left(last_error, 200), runs, first_at, last_at
  from (
    select r.service, coalesce(c.name, s.name, a.name) as party, count(*)::int as runs, min(r.ended_at) as first_at,
      max(r.ended_at) as last_at, (array_agg(r.error order by r.id desc))[1] as last_error,
      bool_and(r.state = 'failed') as failing
    from (
      select distinct service, channel_id, supplier_id, carrier_account_id from sync_runs
      where state = 'failed' and started_at > ${before(at, dayMs)}) f
    cross join lateral (
      ${latestRuns(sql, at, "channel_id")} union all ${latestRuns(sql, at, "supplier_id")}
      union all ${latestRuns(sql, at, "carrier_account_id")}) r
    left join channels c on c.id = r.channel_id left join suppliers s on s.id = r.supplier_id
    left join carrier_accounts a on a.id = r.carrier_account_id
    group by r.service, c.name, s.name, a.name) latest
  where party is not null and failing and runs = ${runsInARow}`

const unreceipted = (sql: Sql, at: Date) => sql`
  select 'receipt/' || s.id, count(*) || ' purchase orders to ' || s.name || ' wait for a 997 that is overdue', count(*),
    min(${receiptDueAt(sql)}), max(${receiptDueAt(sql)})
  from suppliers s join dispatch_intents i on i.supplier_id = s.id join purchase_orders p on p.id = i.purchase_order_id
  where ${receiptIsOverdue(sql, at)} group by s.id, s.name`

const unacknowledged = (sql: Sql, at: Date) => sql`
  select 'late/' || s.id, count(*) || ' purchase orders to ' || s.name || ' are not acknowledged in its time', count(*),
    min(p.acknowledge_due_at), max(p.acknowledge_due_at)
  from purchase_orders p join suppliers s on s.id = p.supplier_id
  where ${acknowledgementIsOverdue(sql, at)} group by s.id, s.name`

/**
 * Holds that the rules know nothing of: nobody would see them in a channel that runs by itself. One look at the index for each
 * kind: of a list of kinds a kept plan knows nothing, and would read all holds.
 */
const answered = (sql: Sql) => sql`
  select 'answer/' || h.kind, count(*) || ' orders: ' || case h.kind ${labelsOfAnswers(sql)} end, count(*),
    min(h.opened_at), max(h.opened_at)
  from unnest(${[...answerHolds]}::text[]) k (kind)
  cross join lateral (select kind, opened_at from holds where kind = k.kind and released_at is null offset 0) h group by h.kind`

const unread = (sql: Sql) => sql`
  select 'quarantine/' || coalesce(c.name, s.name), count(*) || case count(*) when 1 then ' input of ' else ' inputs of ' end || coalesce(c.name, s.name) || ' could not be read',
    count(*), min(q.first_at), max(q.last_at)
  from quarantine q left join channels c on c.id = q.channel_id left join suppliers s on s.id = q.supplier_id
  where q.settled_at is null group by coalesce(c.name, s.name)`

/** One cause per supplier, however many of its feeds wait. */
const heldFeeds = (sql: Sql) => sql`
  select 'feed/' || s.id, s.name || ' has ' || count(*) || ' inventory feed(s) that wait for a person: too much is gone', count(*),
    min(d.received_at), max(d.received_at)
  from supplier_documents d join suppliers s on s.id = d.supplier_id
  where d.kind = 'inventory' and d.feed_state = 'held' group by s.id, s.name`

/** Not what is off, archived, in shadow or stopped: nobody expects that to be told. */
const untoldStock = (sql: Sql, at: Date) => sql`
  select 'stock/' || c.id, c.name || ' cannot be told what may be sold (' || due.n || ' SKUs differ): ' || left(p.failure, 200), due.n,
    p.failing_since, p.failing_since
  from stock_pushes p join channels c on c.id = p.channel_id
  cross join lateral (select count(*) as n from (
    select from channel_stock s where s.channel_id = c.id and ${isDue(sql)} limit ${mostUntold}) untold) due
  where p.failing_since <= ${before(at, alertClasses.stock.lastsMs)} and stock_gate(c.id) is null`

const stopped = (sql: Sql, at: Date) => sql`
  select 'stopped/' || scope || '/' || coalesce(c.name, s.name, ''),
    'sends' || coalesce(' to ' || s.name, ' of ' || c.name, '') || ' have been stopped by ' || left(t.stopped_by, 80), 1,
    t.stopped_at, t.stopped_at
  from send_stops t left join channels c on c.id = t.channel_id left join suppliers s on s.id = t.supplier_id
  where t.resumed_at is null and t.stopped_at <= ${before(at, hourMs)}`

const deafRoutes = (sql: Sql, at: Date) => sql`
  select 'route/' || r.name, 'the alert route ' || r.name || ' takes nothing: ' || left(coalesce(max(t.failure), 'no reason was given'), 200),
    count(*), min(t.created_at), max(t.created_at)
  from alert_tellings t join alert_routes r on r.id = t.route_id
  where (t.state in ('due', 'telling') and t.attempt >= ${triesOfARoute})
    or (t.state = 'given_up' and t.created_at > ${before(at, 7 * dayMs)})
  group by r.name`

/** What is wrong with the whole installation now. */
export const selectTroubles = (sql: Sql, at: Date, limit: number) => sql<ReadonlyArray<TroubleRow>>`
  select cause, title, count::int as count, first_at as "firstAt", last_at as "lastAt" from (
    ${suppliers(sql)} union all ${breakers(sql, at)} union all ${doubts(sql, at)} union all ${stuck(sql, at)}
    union all ${facts(sql, at)} union all ${runs(sql, at)} union all ${unread(sql)} union all ${stopped(sql, at)}
    union all ${deafRoutes(sql, at)} union all ${unreceipted(sql, at)}
    union all ${unacknowledged(sql, at)} union all ${answered(sql)} union all ${heldFeeds(sql)}
    union all ${untoldStock(sql, at)}
  ) trouble (cause, title, count, first_at, last_at)
  order by cause limit ${limit}`
