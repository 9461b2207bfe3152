import type { Sql } from "./database.ts"

/** Purchase orders whose backorders count: what failed or was withdrawn promises nothing any more. */
const livePurchaseOrder = (sql: Sql) => sql`p.state in ('queued', 'sending', 'sent', 'in_doubt')`

/** What left of one line (alias `l`) of one purchase order (alias `p`). */
export const shippedOfLine = (sql: Sql) => sql`
  (select coalesce(sum(sl.quantity), 0)::int from shipments s join shipment_lines sl on sl.shipment_id = s.id
   where s.purchase_order_id = p.id and sl.order_line_id = l.order_line_id)`

/**
 * Pieces of an order line (alias `o`) that no purchase order has: given back by a supplier, or of one that was withdrawn.
 * Only these may be placed (again); what left under a withdrawn one is placed for good.
 */
export const freePieces = (sql: Sql) => sql`
  greatest(0, o.ordered - o.canceled - (
    select coalesce(sum(case when p.state = 'canceled' then ${shippedOfLine(sql)}
      else l.quantity - l.canceled - l.rejected end), 0)
    from purchase_order_lines l join purchase_orders p on p.id = l.purchase_order_id
    where l.order_line_id = o.id))::int`

/**
 * Backorders follow what happened to the pieces: no more of a purchase order's line can come later than has neither left nor
 * been taken back, and an order line waits for what its purchase orders have backordered. Run after every change of them.
 */
export const settleBackorders = async (sql: Sql, orderIds: ReadonlyArray<number>): Promise<void> => {
  if (orderIds.length === 0) return
  await sql`
    update purchase_order_lines l set backordered = n.backordered
    from (
      select l.purchase_order_id, l.order_line_id, least(l.backordered, greatest(0,
        l.quantity - l.canceled - l.rejected - ${shippedOfLine(sql)})) as backordered
      from purchase_orders p join purchase_order_lines l on l.purchase_order_id = p.id
      where p.order_id = any(${orderIds}::bigint[]) and l.backordered > 0) n
    where (l.purchase_order_id, l.order_line_id) = (n.purchase_order_id, n.order_line_id)
      and l.backordered <> n.backordered`
  await sql`
    update order_lines o set backordered = n.backordered
    from (
      select o.id, least(o.ordered - o.shipped - o.canceled, coalesce((
        select sum(l.backordered) from purchase_order_lines l join purchase_orders p on p.id = l.purchase_order_id
        where l.order_line_id = o.id and ${livePurchaseOrder(sql)}), 0))::int as backordered
      from order_lines o where o.order_id = any(${orderIds}::bigint[])) n
    where o.id = n.id and o.backordered <> n.backordered`
}
