import type {
  Deadline,
  LatePurchaseOrder,
  OverdueAcknowledgement
} from "../domain/ports/acknowledgement-store.ts"
import type { Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

export const updateDeadlines = (sql: Sql, deadlines: ReadonlyArray<Deadline>) => sql`
  update purchase_orders p set acknowledge_due_at = r."dueAt", late_at = null
  from jsonb_to_recordset(${rowParameter(deadlines)}::text::jsonb) as r ("purchaseOrderId" bigint, "dueAt" timestamptz)
  where p.id = r."purchaseOrderId" and p.acknowledged_at is null`

/**
 * A purchase order of which everything was canceled needs no answer any more. Written as a look for each (`limit 1`): as a
 * join, whoever guesses that many are due reads all lines and parcels of years.
 */
const stillWanted = (sql: Sql) => sql`(
  select true from purchase_order_lines l where l.purchase_order_id = p.id and l.quantity > l.canceled + l.rejected limit 1) is true`

/**
 * A parcel says more than an acknowledgement would. The mark of one keeps its purchase order out of the index; where the parcel
 * was there before there was a day to answer by, it has no mark.
 */
const isSilent = (sql: Sql) => sql`
  p.state = 'sent' and p.acknowledged_at is null and not p.parcel_spoke and ${stillWanted(sql)}
  and (select true from shipments s where s.purchase_order_id = p.id limit 1) is null`

export const markLate = (sql: Sql, at: Date, limit: number) => sql<ReadonlyArray<LatePurchaseOrder>>`
  with late as materialized (
    select p.id from purchase_orders p
    where p.acknowledge_due_at < ${at} and p.late_at is null and ${isSilent(sql)}
    order by p.acknowledge_due_at, p.id limit ${limit}
    for no key update skip locked
  )
  update purchase_orders p set late_at = ${at}, version = p.version + 1
  from late, suppliers s where p.id = late.id and s.id = p.supplier_id
  returning p.order_id as "orderId", p.number, s.name as supplier, p.acknowledge_due_at as "dueAt"`

/** Of a purchase order `p`: nothing came back in the time that its supplier gave itself. */
export const acknowledgementIsOverdue = (sql: Sql, at: Date) =>
  sql`p.acknowledge_due_at < ${at} and ${isSilent(sql)}`

export const selectOverdue = (sql: Sql, at: Date, limit: number) => sql<
  ReadonlyArray<OverdueAcknowledgement>
>`
  select p.number, p.order_id as "orderId", o.channel_order_number as "channelOrderNumber", s.name as supplier,
    s.contact, p.sent_at as "sentAt", p.acknowledge_due_at as "dueAt"
  from purchase_orders p
  join orders o on o.id = p.order_id
  join suppliers s on s.id = p.supplier_id
  where ${acknowledgementIsOverdue(sql, at)}
  order by p.acknowledge_due_at, p.id limit ${limit}`
