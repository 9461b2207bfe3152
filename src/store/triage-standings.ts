import { holdKinds } from "../domain/model/hold.ts"
import {
  type AtStake,
  type HeldFor,
  mostCounted,
  parcelsMs,
  type Standing,
  soonMs
} from "../domain/ports/triage-board.ts"
import { literal, type Sql } from "./database.ts"
import { lateAnswers, shipsBy, troubledParcels } from "./due-conditions.ts"

/** The first one is at the beginning of the index: no row is read for its moment but that one. */
const ships = (sql: Sql, from: Date | null, until: Date) => sql`
  (select count(*)::int from (select from orders o where ${shipsBy(sql, from, until)} limit ${literal(sql, mostCounted)}) l),
  (select (o.signals ->> 'shipBy')::timestamptz from orders o where ${shipsBy(sql, from, until)}
    order by (o.signals ->> 'shipBy') collate "C" limit 1)`

/** Each part counts at most so many, along an index that has nothing but what it counts. */
export const selectStandings = (sql: Sql, at: Date) => sql<ReadonlyArray<Standing>>`
  select 'processing' as kind, coalesce((select sum(n) from order_counts where status = 'processing'), 0)::int as count,
    (select placed_at from orders where status = 'processing' order by placed_at, id limit 1) as "oldestAt"
  union all select 'acknowledge_late', count(*)::int, min(due) from (${lateAnswers(sql, at)} limit ${literal(sql, mostCounted)}) l
  union all select 'ship_late', ${ships(sql, null, at)}
  union all select 'ship_soon', ${ships(sql, at, new Date(at.getTime() + soonMs))}
  union all select 'quarantine', count(*)::int, min(first_at) from (
    select first_at from quarantine where settled_at is null limit ${literal(sql, mostCounted)}) q
  union all select 'held_feeds', count(*)::int, min(received_at) from (
    select received_at from supplier_documents where feed_state = 'held' limit ${literal(sql, mostCounted)}) f
  union all select 'parcels', count(*)::int, min(since) from (
    select coalesce(s.state_at, s.recorded_at) as since from shipments s where ${troubledParcels(sql, new Date(at.getTime() - parcelsMs))}
    limit ${literal(sql, mostCounted)}) t`

/** So many orders that wait for their payment are taken off. */
const mostUnpaid = 2_000

interface StakeRow {
  readonly kind: keyof AtStake
  readonly amount: string
  readonly currency: string
}

/** From the counts; what waits for its payment is found by its holds, and there are few of those. */
export const selectStake = (sql: Sql) => sql<ReadonlyArray<StakeRow>>`
  select kind, sum(amount)::numeric(19, 4)::text as amount, currency from (
    select case when action = 'settle' then 'inDoubt' when status = 'not_processed' then 'unsent'
        when status = 'processing' then 'sending' else 'failed' end as kind, amount, currency
    from order_counts where action = 'settle' or status in ('not_processed', 'processing', 'failed')
    union all
    select 'unsent', -o.total, o.currency from orders o
    where o.status = 'not_processed' and o.id in (
      select order_id from holds where kind = 'not_paid' and released_at is null limit ${literal(sql, mostUnpaid)})) parts
  group by kind, currency having sum(amount) <> 0 order by kind, currency`

/**
 * Orders, not holds: one order may lack the mapping of two suppliers, and stands once in the list behind it. Each reason is
 * counted up to a bound along an index of its own.
 */
export const selectHolds = (sql: Sql) => sql<ReadonlyArray<HeldFor>>`
  select k.kind, n.count, first.opened_at as "oldestAt"
  from unnest(${Object.keys(holdKinds)}::text[]) k (kind)
  cross join lateral (
    select opened_at from holds where kind = k.kind and released_at is null order by opened_at limit 1) first
  cross join lateral (
    select count(*)::int as count from (
      select distinct order_id from holds where kind = k.kind and released_at is null
      order by order_id limit ${literal(sql, mostCounted)}) orders) n
  order by n.count desc, k.kind`
