import * as Effect from "effect/Effect"
import type { OrderId } from "../domain/model/order.ts"
import type { EvidenceRow } from "../domain/ports/dispatch-ledger.ts"
import type { PurchaseOrderRow, ShipmentRow } from "../domain/ports/order-board.ts"
import { Database, type Sql } from "./database.ts"

const most = { purchaseOrders: 200, lines: 2000, evidence: 1000, shipments: 500 }

type PurchaseOrderPart = Omit<PurchaseOrderRow, "cost" | "shipVia" | "evidence" | "lines"> & {
  readonly id: number
  readonly carrier: string
  readonly method: string
  readonly cost: string | null
  readonly currency: string
}

/** The newest intent of a purchase order is the one that counts: a revision writes another. */
const purchaseOrderParts = (sql: Sql, id: OrderId) => sql<Array<PurchaseOrderPart>>`
  select p.id, p.number, s.name as supplier, s.contact, coalesce(i.transport, s.transport) as transport, p.state,
    p.carrier, p.method, p.cost, p.currency, p.failure, p.created_by as "createdBy", p.created_at as "createdAt",
    p.sent_at as "sentAt", p.receipt_confirmed_by as "receiptConfirmedBy",
    coalesce(i.content_hash, '') as "contentHash"
  from purchase_orders p join suppliers s on s.id = p.supplier_id
  left join lateral (
    select transport, content_hash from dispatch_intents
    where purchase_order_id = p.id and kind = 'order' order by id desc limit 1) i on true
  where p.order_id = ${id} order by p.id limit ${most.purchaseOrders}`

type OrderedLine = PurchaseOrderRow["lines"][number] & { readonly purchaseOrderId: number }

const purchaseOrderLines = (sql: Sql, id: OrderId) => sql<Array<OrderedLine>>`
  select l.purchase_order_id as "purchaseOrderId", l.order_line_id as "orderLineId", l.supplier_sku as "supplierSku",
    l.quantity
  from purchase_orders p join purchase_order_lines l on l.purchase_order_id = p.id
  where p.order_id = ${id} order by l.purchase_order_id, l.order_line_id limit ${most.lines}`

type EvidencePart = EvidenceRow & { readonly purchaseOrderId: number }

const evidenceParts = (sql: Sql, id: OrderId) => sql<Array<EvidencePart>>`
  select i.purchase_order_id as "purchaseOrderId", e.kind, e.detail, e.at, e.actor, e.attempt
  from purchase_orders p join dispatch_intents i on i.purchase_order_id = p.id and i.kind = 'order'
  join evidence e on e.dispatch_intent_id = i.id
  where p.order_id = ${id} order by e.id limit ${most.evidence}`

const without = <A extends { readonly purchaseOrderId: number }>({ purchaseOrderId: _, ...rest }: A) => rest

export const readPurchaseOrders = Effect.fn("readPurchaseOrders")(function* (id: OrderId) {
  const { query } = yield* Database
  const [parts, lines, evidence] = yield* Effect.all(
    [
      query((sql) => purchaseOrderParts(sql, id)),
      query((sql) => purchaseOrderLines(sql, id)),
      query((sql) => evidenceParts(sql, id))
    ],
    { concurrency: "unbounded" }
  )
  const linesOf = Map.groupBy(lines, (l) => l.purchaseOrderId)
  const evidenceOf = Map.groupBy(evidence, (e) => e.purchaseOrderId)
  return parts.map(
    ({ id: own, carrier, method, cost, currency, ...part }): PurchaseOrderRow => ({
      ...part,
      shipVia: [carrier, method].filter((word) => word !== "").join(" "),
      cost: cost === null ? null : { amount: cost, currency },
      lines: (linesOf.get(own) ?? []).map(without),
      evidence: (evidenceOf.get(own) ?? []).map(without)
    })
  )
})

/** Lines come as JSON in the parcel's own row: a parcel has few. */
export const readShipments = Effect.fn("readShipments")(function* (id: OrderId) {
  const { query } = yield* Database
  return yield* query(
    (sql) => sql<Array<ShipmentRow>>`
      select sh.id, p.number as "purchaseOrderNumber", sh.carrier, sh.service, sh.tracking_number as "trackingNumber",
        sh.state, sh.suspicion, sh.carrier_status as "carrierStatus", sh.shipped_at as "shippedAt", f.state as fulfillment, f.reason as "fulfillmentReason",
        coalesce((
          select json_agg(json_build_object('sku', ol.channel_sku, 'quantity', sl.quantity) order by ol.id)
          from shipment_lines sl join order_lines ol on ol.id = sl.order_line_id
          where sl.shipment_id = sh.id), '[]') as lines
      from shipments sh join purchase_orders p on p.id = sh.purchase_order_id
      left join lateral (
        select state, reason from fulfillments where shipment_id = sh.id order by id limit 1) f on true
      where sh.order_id = ${id} order by sh.id limit ${most.shipments}`
  )
})
