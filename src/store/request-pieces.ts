import type { SupplierRequestId } from "../domain/model/supplier-request.ts"
import type { Sql } from "./database.ts"
import { freePieces, settleBackorders, shippedOfLine } from "./line-pieces.ts"
import { rowParameter } from "./row-parameter.ts"

/**
 * Cancels what a communicated request asks for, as far as it has not left, been given back or been canceled meanwhile.
 * What could be canceled is kept with the request: a refusal opens exactly that again.
 */
export const cancelPieces = async (sql: Sql, id: SupplierRequestId): Promise<void> => {
  const touched = await sql<ReadonlyArray<{ orderId: number }>>`
    with part as materialized (
      select r.supplier_request_id, l.purchase_order_id, l.order_line_id, p.order_id,
        least(r.quantity, greatest(0, l.quantity - l.canceled - l.rejected - ${shippedOfLine(sql)})) as n
      from supplier_requests q
      join supplier_request_lines r on r.supplier_request_id = q.id
      join purchase_orders p on p.id = q.purchase_order_id and p.state <> 'canceled'
      join purchase_order_lines l on l.purchase_order_id = p.id and l.order_line_id = r.order_line_id
      where q.id = ${id}
    ),
    kept as (
      update supplier_request_lines r set canceled = part.n from part
      where (r.supplier_request_id, r.order_line_id) = (part.supplier_request_id, part.order_line_id)
    ),
    lines as (
      update purchase_order_lines l set canceled = l.canceled + part.n,
        backordered = least(l.backordered, l.quantity - l.canceled - part.n - l.rejected)
      from part where (l.purchase_order_id, l.order_line_id) = (part.purchase_order_id, part.order_line_id)
    )
    update order_lines o set canceled = o.canceled + part.n,
      backordered = least(o.backordered, o.ordered - o.shipped - o.canceled - part.n)
    from part where o.id = part.order_line_id
    returning part.order_id as "orderId"`
  await settleBackorders(sql, [...new Set(touched.map((t) => t.orderId))])
}

/** What the request canceled is open again: the supplier ships it after all. */
export const reopenPieces = (sql: Sql, id: SupplierRequestId) => sql`
  with part as materialized (
    select r.supplier_request_id, r.order_line_id, q.purchase_order_id, r.canceled - r.reopened as n
    from supplier_requests q join supplier_request_lines r on r.supplier_request_id = q.id
    where q.id = ${id} and r.canceled > r.reopened
  ),
  kept as (
    update supplier_request_lines r set reopened = r.canceled from part
    where (r.supplier_request_id, r.order_line_id) = (part.supplier_request_id, part.order_line_id)
  ),
  lines as (
    update purchase_order_lines l set canceled = l.canceled - part.n from part
    where (l.purchase_order_id, l.order_line_id) = (part.purchase_order_id, part.order_line_id)
  )
  update order_lines o set canceled = o.canceled - part.n from part where o.id = part.order_line_id`

/** Only pieces that are still free when this runs, whatever was free when somebody looked. */
export const cancelFreePieces = (
  sql: Sql,
  lines: ReadonlyArray<{ readonly orderLineId: number; readonly quantity: number }>
) => sql`
  update order_lines o set canceled = o.canceled + least(r.quantity, ${freePieces(sql)}, o.open)
  from jsonb_to_recordset(${rowParameter(lines)}::text::jsonb) as r ("orderLineId" bigint, quantity int)
  where o.id = r."orderLineId"`
