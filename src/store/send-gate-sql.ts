import type { Sql } from "./database.ts"
import type { Fragment } from "./order-clause.ts"

/** One advisory lock: shared by every mark (`guard_intent`), taken alone by who stops sends. */
export const gateLock = 7007

/** A row `o` of orders stands in shadow: by its channel's rule, or with the whole installation. */
export const standsInShadow = (sql: Sql) =>
  sql`(o.shadow or coalesce((select n.shadow from installation n where n.id = 1), false))`

/** For a row `i` of intents: nothing of it may leave by anybody's word (a stop, shadow mode). */
export const isForbidden = (sql: Sql) => sql`is_forbidden(i.supplier_id, i.purchase_order_id)`

/**
 * Whatever keeps a row `i` of intents here, besides its time. A hold keeps back what has not left (decisions A2), also what
 * was queued before it came. What an earlier attempt may have sent is looked up all the same: that is a fact to record, not a
 * new send.
 */
export const isGated = (sql: Sql) => sql`is_gated(i.kind, i.pass, i.supplier_id, i.purchase_order_id)`

/** The same, but for the pass: what a pass could be given to. */
export const isKept = (sql: Sql) => sql`is_gated(i.kind, true, i.supplier_id, i.purchase_order_id)`

/** Suppliers whose sends need a pass: their breaker is not closed, or their terms limit them. */
export const pacedSuppliers = (sql: Sql) => sql`
  select supplier_id as id from breakers where state <> 'closed'
  union select id from suppliers where terms ? 'sendsPerMinute'`

/**
 * Pairs of a supplier and a channel that have something planned and that nothing stops as a whole: found by leaps along an index,
 * one for each pair, so that 50,000 which a stop, a breaker or a limit keeps are not even read. Channel 0: nobody told whose it is.
 */
export const openLanes = (sql: Sql, suppliersToPass: Fragment) => sql`
  with recursive lanes as (
    (select supplier_id, channel_id from dispatch_intents where state = 'planned' order by supplier_id, channel_id limit 1)
    union all
    select next.supplier_id, next.channel_id from lanes l cross join lateral (
      select i.supplier_id, i.channel_id from dispatch_intents i
      where i.state = 'planned' and (i.supplier_id, i.channel_id) > (l.supplier_id, l.channel_id)
      order by i.supplier_id, i.channel_id limit 1) next)
  select supplier_id, channel_id from lanes
  where supplier_id not in (${suppliersToPass})
    and not exists (select from send_stops t where t.resumed_at is null
      and (t.scope = 'all' or t.supplier_id = lanes.supplier_id or t.channel_id = lanes.channel_id))
    and not exists (select from installation n where n.sends_stopped or n.shadow)`
