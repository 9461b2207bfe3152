import type { RecordedIntent } from "../domain/ports/dispatch-ledger.ts"
import type { Sql } from "./database.ts"

/** Of one purchase order or order; people and suppliers make far fewer. */
export const mostIntents = 200

/** What was promised, oldest first: of one order, or under one purchase-order number. */
export const selectRecorded = (
  sql: Sql,
  of: { readonly orderId: number } | { readonly number: string }
) => sql<ReadonlyArray<RecordedIntent>>`
  select i.id as "intentId", p.number, p.revision, p.order_id as "orderId", p.created_by as "createdBy",
    i.supplier_id as "supplierId", s.name as supplier, i.kind, i.transport, i.key, i.content, i.content_hash as "contentHash",
    i.identifiers, i.state, i.created_at as "createdAt"
  from purchase_orders p join dispatch_intents i on i.purchase_order_id = p.id join suppliers s on s.id = i.supplier_id
  where ${"orderId" in of ? sql`p.order_id = ${of.orderId}` : sql`p.number = ${of.number}`}
  order by i.id limit ${mostIntents}`
