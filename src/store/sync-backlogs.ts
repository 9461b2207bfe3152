import * as Effect from "effect/Effect"
import { now } from "../domain/ports/clock.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { Database, type Sql } from "./database.ts"
import { isDue } from "./stock-wakes.ts"

/** Any number: the lock of the one that counts. */
const countLock = 5_948_004
/** Only a worker works them off, so a count of so long ago says what there is to say. */
const countEveryMs = 10_000
const mostOfAChannel = 10_000
const mostOfAll = 100_000

/**
 * For the download what of the channel lies in quarantine, for the push what is due, for inventory what differs from what the
 * channel shows, for tracking the sent purchase orders of orders that are not shipped. Counting stops at a bound.
 */
const waiting = (sql: Sql) => sql`
  select 'orders' as service, channel_id as party_id, count(*) as waiting from (
    select channel_id from quarantine where settled_at is null and channel_id is not null limit ${mostOfAll}) q
  group by channel_id
  union all
  select 'fulfillment', channel_id, count(*) from (
    select channel_id from fulfillments where state in ('due', 'pushing') limit ${mostOfAll}) f group by channel_id
  union all
  select 'inventory', c.id, n.waiting from channels c cross join lateral (
    select count(*) as waiting from (
      select from channel_stock s where s.channel_id = c.id and ${isDue(sql)} limit ${mostOfAChannel}) d) n
  union all
  select 'tracking', p.supplier_id, count(*) from orders o join purchase_orders p on p.order_id = o.id
  where o.status = 'processed' and p.state = 'sent' group by p.supplier_id`

const parties = (sql: Sql) => sql`
  select service, id as party_id from channels cross join unnest('{orders,fulfillment,inventory}'::text[]) service
  union all
  select 'tracking', id from suppliers`

/**
 * It walks over everything that is under way, and so it is done here and not by everybody who looks. Returns how many counts it
 * wrote; 0: it was done a moment ago.
 */
export const countBacklogs: Effect.Effect<number, StoreFailure, Database> = Effect.gen(function* () {
  const { query } = yield* Database
  const at = yield* now
  const before = new Date(at.getTime() - countEveryMs)
  // Another machine's clock may be a little ahead.
  const after = new Date(at.getTime() + countEveryMs)
  const [row] = yield* query(
    (sql) => sql<Array<{ written: number }>>`
      with turn as materialized (
        select pg_try_advisory_xact_lock(${countLock}) as mine
        where not exists (select from sync_backlogs where counted_at > ${before} and counted_at < ${after})),
      written as (
        insert into sync_backlogs as b (service, party_id, waiting, counted_at)
        select p.service, p.party_id, coalesce(w.waiting, 0), ${at}
        from (select mine from turn where mine) t cross join (${parties(sql)}) p
        left join (${waiting(sql)}) w on w.service = p.service and w.party_id = p.party_id
        on conflict (service, party_id) do update set waiting = excluded.waiting, counted_at = excluded.counted_at
        returning 1)
      select count(*) as written from written`
  )
  return row?.written ?? 0
}).pipe(Effect.withSpan("countBacklogs"))
