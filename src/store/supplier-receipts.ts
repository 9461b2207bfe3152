import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SupplierId } from "../domain/model/supplier.ts"
import { type ReceiptIntent, type ReceiptKey, SupplierReceipts } from "../domain/ports/supplier-receipts.ts"
import { Database, type Sql } from "./database.ts"
import { receiptDueAt, receiptIsOverdue, selectOverdueReceipts } from "./overdue-receipts.ts"
import { hasParcel, isAcknowledged } from "./proved-arrival.ts"

/** Each key has an index of its own, which the planner only sees in these very words. */
const identifierOf = (sql: Sql, key: ReceiptKey) => {
  switch (key) {
    case "controlNumber":
      return sql`i.identifiers ->> 'controlNumber'`
    case "messageId":
      return sql`i.identifiers ->> 'messageId'`
  }
}

const selectIntents = (sql: Sql, supplierId: SupplierId, key: ReceiptKey, values: ReadonlyArray<string>) =>
  sql<ReadonlyArray<ReceiptIntent>>`
    select i.id as "intentId", p.order_id as "orderId", p.number, i.kind, i.state, i.attempt, i.identifiers,
      case when i.kind <> 'order' then null when ${hasParcel(sql)} then 'parcel'
        when ${isAcknowledged(sql)} then 'acknowledgement' end as "provedBy",
      coalesce((select jsonb_agg(e.detail || jsonb_build_object('attempt', e.attempt) order by e.id) from evidence e
        where e.dispatch_intent_id = i.id and e.kind = 'answer'), '[]') as answers
    from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id
    where i.supplier_id = ${supplierId} and ${identifierOf(sql, key)} is not null
      and ${identifierOf(sql, key)} = any(${values}::text[])
    order by i.id`

export const supplierReceiptsLayer: Layer.Layer<SupplierReceipts, never, Database> = Layer.effect(
  SupplierReceipts,
  Effect.gen(function* () {
    const { query } = yield* Database
    return SupplierReceipts.of({
      find: Effect.fn("SupplierReceipts.find")((supplierId, key, values) =>
        query((sql) => selectIntents(sql, supplierId, key, values))
      ),
      mark: Effect.fn("SupplierReceipts.mark")(function* (ids, at) {
        yield* query(
          (sql) => sql`
            update dispatch_intents set receipt_at = ${at} where id = any(${ids}::bigint[]) and receipt_at is null`
        )
      }),
      overdue: Effect.fn("SupplierReceipts.overdue")((at, limit) =>
        query((sql) => selectOverdueReceipts(sql, at, limit))
      ),
      overdueSince: Effect.fn("SupplierReceipts.overdueSince")(function* (number, at) {
        const [row] = yield* query(
          (sql) => sql<ReadonlyArray<{ dueAt: Date }>>`
            select ${receiptDueAt(sql)} as "dueAt" from purchase_orders p
            join dispatch_intents i on i.purchase_order_id = p.id join suppliers s on s.id = i.supplier_id
            where p.number = ${number} and ${receiptIsOverdue(sql, at)} limit 1`
        )
        return row?.dueAt ?? null
      })
    })
  })
)
