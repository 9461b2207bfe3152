import type { Sql } from "./database.ts"

/** One advisory lock: shared by every mark (`guard_intent`), taken alone by who stops sends. */
export const gateLock = 7007

/** A row `o` of orders stands in shadow: by its channel's rule, or with the whole installation. */
export const standsInShadow = (sql: Sql) =>
  sql`(o.shadow or coalesce((select n.shadow from installation n where n.id = 1), false))`

/** For a row `i` of intents: nothing of it may leave by anybody's word (a stop, shadow mode). */
export const isForbidden = (sql: Sql) => sql`exists (
  select from purchase_orders gp join orders go on go.id = gp.order_id left join installation gn on gn.id = 1
  where gp.id = i.purchase_order_id and (go.shadow or gn.shadow or gn.sends_stopped or exists (
    select from send_stops gt where gt.resumed_at is null
      and (gt.supplier_id = i.supplier_id or gt.channel_id = go.channel_id))))`

/**
 * A hold keeps back what has not left (decisions A2), also what was queued before it came. What an earlier attempt may
 * have sent is looked up all the same: that is a fact to record, not a new send.
 */
export const isHeld = (sql: Sql) => sql`i.kind = 'order' and exists (
  select from purchase_orders hp join holds hh on hh.order_id = hp.order_id and hh.released_at is null
  where hp.id = i.purchase_order_id)`

/** Suppliers whose sends need a pass: their breaker is not closed, or their terms limit them. */
export const pacedSuppliers = (sql: Sql) => sql`
  select supplier_id as id from breakers where state <> 'closed'
  union select id from suppliers where terms ? 'sendsPerMinute'`

const lacksPass = (sql: Sql) => sql`not i.pass and (
  exists (select from breakers gb where gb.supplier_id = i.supplier_id and gb.state <> 'closed')
  or exists (select from suppliers gs where gs.id = i.supplier_id and gs.terms ? 'sendsPerMinute'))`

/** Whatever keeps a row `i` of intents here, besides its time. */
export const isGated = (sql: Sql) => sql`(${isForbidden(sql)} or (${isHeld(sql)}) or (${lacksPass(sql)}))`
