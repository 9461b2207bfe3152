import type * as Brand from "effect/Brand"
import type { OrderId, OrderLineId } from "./order.ts"
import type { PurchaseOrderId } from "./purchase-order.ts"

export type ShipmentId = number & Brand.Brand<"ShipmentId">
export const ShipmentId = (n: number): ShipmentId => n as ShipmentId

/** decisions A16 */
export const trackingStates = [
  "pending",
  "picked_up",
  "in_transit",
  "out_for_delivery",
  "delivered",
  "on_hold",
  "delivery_delayed",
  "delivery_failed",
  "ready_for_pickup",
  "return_to_sender",
  "canceled",
  "unknown"
] as const
export type TrackingState = (typeof trackingStates)[number]

/** One row of a supplier's shipment file: a SKU (or our line id) and a quantity in a parcel. */
export interface IncomingShipmentRow {
  readonly purchaseOrderNumber: string
  /** Our order line id as we sent it, or empty when the supplier only echoes SKUs. */
  readonly lineId: string
  readonly sku: string
  readonly quantity: number
  readonly carrier: string
  readonly service: string
  readonly trackingNumber: string
  readonly shippedAt: Date
  /** Where the row stands, for messages: file and line. */
  readonly place: string
  /** The row as it was received. */
  readonly raw: string
}

/** A line of a sent purchase order, with what earlier parcels already took. */
export interface ShippableLine {
  readonly purchaseOrderId: PurchaseOrderId
  readonly purchaseOrderNumber: string
  readonly orderId: OrderId
  readonly orderLineId: OrderLineId
  readonly supplierSku: string
  readonly quantity: number
  readonly shipped: number
  /** Parcels of this line that are recorded already, as `carrier/tracking/quantity`. */
  readonly parcels: ReadonlyArray<string>
}

export interface ShippedLine {
  readonly orderLineId: OrderLineId
  readonly quantity: number
  readonly sourceRow: string
}

export interface ParcelToRecord {
  readonly purchaseOrderId: PurchaseOrderId
  readonly orderId: OrderId
  readonly carrier: string
  readonly service: string
  readonly trackingNumber: string
  readonly shippedAt: Date
  readonly lines: ReadonlyArray<ShippedLine>
}

export interface RefusedRow {
  readonly row: IncomingShipmentRow
  readonly reason: string
}

export interface MatchedShipments {
  readonly parcels: ReadonlyArray<ParcelToRecord>
  readonly known: ReadonlyArray<IncomingShipmentRow>
  readonly refused: ReadonlyArray<RefusedRow>
}

const parcelMark = (row: IncomingShipmentRow): string =>
  `${row.carrier}/${row.trackingNumber}/${row.quantity}`

type Judgement =
  | { readonly _tag: "Known" }
  | { readonly _tag: "Refused"; readonly reason: string }
  | { readonly _tag: "Shipped"; readonly line: ShippableLine }

const judge = (
  row: IncomingShipmentRow,
  lines: ReadonlyArray<ShippableLine>,
  taken: ReadonlyMap<OrderLineId, number>
): Judgement => {
  const ofOrder = lines.filter((l) => l.purchaseOrderNumber === row.purchaseOrderNumber)
  if (ofOrder.length === 0)
    return {
      _tag: "Refused",
      reason: `no purchase order ${row.purchaseOrderNumber} was sent to this supplier`
    }
  const ofLine = ofOrder.filter((l) =>
    row.lineId === "" ? l.supplierSku === row.sku : String(l.orderLineId) === row.lineId
  )
  if (ofLine.length === 0)
    return { _tag: "Refused", reason: `${row.purchaseOrderNumber} has no line ${row.lineId || row.sku}` }
  if (ofLine.some((l) => l.parcels.includes(parcelMark(row)))) return { _tag: "Known" }
  const line = ofLine.find((l) => l.quantity - l.shipped - (taken.get(l.orderLineId) ?? 0) >= row.quantity)
  if (line === undefined)
    return {
      _tag: "Refused",
      reason: `more shipped (${row.quantity}) than is open on line ${row.lineId || row.sku}`
    }
  return { _tag: "Shipped", line }
}

/** Turns a supplier's rows into parcels to record. A row read twice is known; one that fits nothing is refused with the reason. */
export const matchShipments = (
  rows: ReadonlyArray<IncomingShipmentRow>,
  lines: ReadonlyArray<ShippableLine>
): MatchedShipments => {
  const taken = new Map<OrderLineId, number>()
  const parcels = new Map<string, { parcel: ParcelToRecord; lines: Array<ShippedLine> }>()
  const seen = new Set<string>()
  const known: Array<IncomingShipmentRow> = []
  const refused: Array<RefusedRow> = []
  for (const row of rows) {
    const repeat = `${row.purchaseOrderNumber}/${row.lineId}/${row.sku}/${parcelMark(row)}`
    const judgement = judge(row, lines, taken)
    if (judgement._tag === "Known" || seen.has(repeat)) {
      known.push(row)
      continue
    }
    if (judgement._tag === "Refused") {
      refused.push({ row, reason: judgement.reason })
      continue
    }
    seen.add(repeat)
    const { line } = judgement
    taken.set(line.orderLineId, (taken.get(line.orderLineId) ?? 0) + row.quantity)
    const key = `${line.purchaseOrderId}/${row.carrier}/${row.trackingNumber}`
    const shipped = { orderLineId: line.orderLineId, quantity: row.quantity, sourceRow: row.place }
    const entry = parcels.get(key)
    if (entry !== undefined) {
      entry.lines.push(shipped)
      continue
    }
    const shippedLines = [shipped]
    const parcel = {
      purchaseOrderId: line.purchaseOrderId,
      orderId: line.orderId,
      carrier: row.carrier,
      service: row.service,
      trackingNumber: row.trackingNumber,
      shippedAt: row.shippedAt,
      lines: shippedLines
    }
    parcels.set(key, { parcel, lines: shippedLines })
  }
  return { parcels: [...parcels.values()].map((p) => p.parcel), known, refused }
}
