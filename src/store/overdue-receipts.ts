import type { OverdueReceipt } from "../domain/ports/supplier-receipts.ts"
import type { Sql } from "./database.ts"

/**
 * Of an intent `i`, its purchase order `p` and its supplier `s`: sent, longer ago than the supplier's own time for a
 * receipt, and neither a 997 nor an 855 nor a parcel came back since. Whatever came says that it could be read, but for a
 * TA1, which says that its envelope could be opened.
 */
export const receiptIsOverdue = (sql: Sql, at: Date) => sql`
  i.kind = 'order' and i.state = 'sent' and i.receipt_at is null and i.identifiers ->> 'controlNumber' is not null
  and (s.terms ->> 'receiptWithinMinutes') is not null
  and p.sent_at + make_interval(mins => (s.terms ->> 'receiptWithinMinutes')::int) <= ${at}
  and not exists (select from evidence e where e.dispatch_intent_id = i.id and e.kind = 'answer'
    and e.at >= p.sent_at and e.detail ->> 'kind' is distinct from 'TA1')
  and not exists (select from shipments h where h.purchase_order_id = p.id)`

export const receiptDueAt = (sql: Sql) =>
  sql`p.sent_at + make_interval(mins => (s.terms ->> 'receiptWithinMinutes')::int)`

export const selectOverdueReceipts = (sql: Sql, at: Date, limit: number) => sql<
  ReadonlyArray<OverdueReceipt>
>`
  select p.order_id as "orderId", o.channel_id as "channelId", o.channel_order_number as "channelOrderNumber",
    s.id as "supplierId", s.name as supplier, s.contact, p.number, i.identifiers ->> 'controlNumber' as "controlNumber",
    p.sent_at as "sentAt", ${receiptDueAt(sql)} as "dueAt"
  from suppliers s
  join dispatch_intents i on i.supplier_id = s.id
  join purchase_orders p on p.id = i.purchase_order_id
  join orders o on o.id = p.order_id
  where ${receiptIsOverdue(sql, at)}
  order by p.sent_at, p.id limit ${limit}`
