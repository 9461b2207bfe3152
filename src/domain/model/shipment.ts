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

/** What a row is about: what left, or an earlier shipment: all of it said anew, only the lines named, or taken back. */
export const shipmentPurposes = ["original", "replace", "change", "cancel"] as const
export type ShipmentPurpose = (typeof shipmentPurposes)[number]

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
  /** The supplier's own name of the shipment, if it gives one. */
  readonly shipmentId?: string
  /** Not said: original. */
  readonly purpose?: ShipmentPurpose
  /** A person said that it is one more part of its parcel, whatever that holds already. */
  readonly furtherPart?: true
  /** Where the row stands, for messages: file and line. */
  readonly place: string
  /** The row as it was received. */
  readonly raw: string
}

/** A part of a line in a parcel, as it was recorded, or as a row once said that was dealt with otherwise. */
export interface KnownPart {
  readonly carrier: string
  readonly tracking: string
  readonly quantity: number
  /** It was voided: only the row of this place is the same one read again. null: it counts, wherever it is read. */
  readonly voidedFrom: string | null
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
  readonly parcels: ReadonlyArray<KnownPart>
}

export interface ShippedLine {
  readonly orderLineId: OrderLineId
  readonly quantity: number
  readonly sourceRow: string
  /** What the row said, where not all of it fitted. */
  readonly said?: number
}

export interface ParcelToRecord {
  readonly purchaseOrderId: PurchaseOrderId
  readonly orderId: OrderId
  readonly carrier: string
  readonly service: string
  readonly trackingNumber: string
  readonly shippedAt: Date
  /** The supplier's own name of the shipment. */
  readonly reference?: string
  /** One more part of its parcel by somebody's word: recorded although the parcel may hold the same quantity already. */
  readonly further?: true
  readonly lines: ReadonlyArray<ShippedLine>
}

export interface RefusedRow {
  /** What was not recorded: of a row that fitted in part only the rest. */
  readonly row: IncomingShipmentRow
  /** Rows of the same correction, which mean something only together with it. */
  readonly others?: ReadonlyArray<IncomingShipmentRow>
  readonly reason: string
  /** Nothing is wrong with it: only now is not the time. It is left where it is and read again. */
  readonly waits?: true
}

export interface MatchedShipments {
  readonly parcels: ReadonlyArray<ParcelToRecord>
  readonly known: ReadonlyArray<IncomingShipmentRow>
  readonly refused: ReadonlyArray<RefusedRow>
}

/** Carriers are written in any case. */
const partMark = (carrier: string, tracking: string, quantity: number): string =>
  JSON.stringify([carrier.toLowerCase(), tracking, quantity])

const rowMark = (row: IncomingShipmentRow): string => partMark(row.carrier, row.trackingNumber, row.quantity)

/** A word from outside for a command that a person copies: what a shell could read otherwise is left for the person to write. */
export const commandWord = (word: string, instead: string): string =>
  /^[\w][\w.:-]{0,80}$/.test(word) ? word : `<${instead}>`

const ambiguity = (row: IncomingShipmentRow, sku: string, earlier: ReadonlyArray<KnownPart>): string => {
  const before = earlier.map((p) => `${p.quantity} by ${p.carrier}`).join(" and ")
  const tracking = commandWord(row.trackingNumber, "tracking number")
  const rest = `${tracking} --po ${commandWord(row.purchaseOrderNumber, "purchase order")} --quantity ${commandWord(sku, "SKU")}=${row.quantity} --reason "..." --yes`
  return (
    `parcel ${row.trackingNumber} is known with ${before} of ${sku}, and this row says ${row.quantity} by ${row.carrier}: a correction, or a further part? Nothing was guessed. ` +
    `${row.quantity} in all: switchyard shipments correct ${rest}. ${row.quantity} more: switchyard shipments add-part ${rest}`
  )
}

const voided = (row: IncomingShipmentRow, sku: string): string => {
  const tracking = commandWord(row.trackingNumber, "tracking number")
  const rest = `--po ${commandWord(row.purchaseOrderNumber, "purchase order")} --quantity ${commandWord(sku, "SKU")}=${row.quantity} --reason "..." --yes`
  return (
    `parcel ${row.trackingNumber} was voided, and this row says that ${row.quantity} of ${sku} left in it. ` +
    `If they did: switchyard shipments add-part ${tracking} ${rest}; else: switchyard quarantine dismiss <id of this row> --reason "..."`
  )
}

type Judgement =
  | { readonly _tag: "Known" }
  | { readonly _tag: "Refused"; readonly reason: string }
  | { readonly _tag: "Shipped"; readonly lines: ReadonlyArray<ShippableLine> }

/** The lines of its purchase order that a row means. A text: why it means none. */
export const linesMeant = (
  row: IncomingShipmentRow,
  lines: ReadonlyArray<ShippableLine>
): ReadonlyArray<ShippableLine> | string => {
  const ofOrder = lines.filter((l) => l.purchaseOrderNumber === row.purchaseOrderNumber)
  if (ofOrder.length === 0) return `no purchase order ${row.purchaseOrderNumber} was sent to this supplier`
  const ofLine = ofOrder.filter((l) =>
    row.lineId === "" ? l.supplierSku === row.sku : String(l.orderLineId) === row.lineId
  )
  if (ofLine.length > 0) return ofLine
  const skus = [...new Set(ofOrder.map((l) => l.supplierSku))].slice(0, 5).join(", ")
  return `${row.purchaseOrderNumber} has no line ${row.lineId || row.sku}; it has ${skus}`
}

const judge = (row: IncomingShipmentRow, lines: ReadonlyArray<ShippableLine>): Judgement => {
  const meant = linesMeant(row, lines)
  if (typeof meant === "string") return { _tag: "Refused", reason: meant }
  if (row.furtherPart === true) return { _tag: "Shipped", lines: meant }
  const parts = meant.flatMap((l) => l.parcels)
  const same = parts.filter((p) => partMark(p.carrier, p.tracking, p.quantity) === rowMark(row))
  if (same.some((p) => p.voidedFrom === null || p.voidedFrom === row.place)) return { _tag: "Known" }
  const sku = meant[0]?.supplierSku ?? row.sku
  if (same.length > 0) return { _tag: "Refused", reason: voided(row, sku) }
  const ofParcel = parts.filter((p) => p.tracking === row.trackingNumber)
  if (ofParcel.length > 0) return { _tag: "Refused", reason: ambiguity(row, sku, ofParcel) }
  return { _tag: "Shipped", lines: meant }
}

interface Share {
  readonly line: ShippableLine
  readonly quantity: number
}

/** A line that takes all of it, else what each takes. */
const shares = (
  quantity: number,
  lines: ReadonlyArray<ShippableLine>,
  open: (line: ShippableLine) => number
): ReadonlyArray<Share> => {
  const whole = lines.find((l) => open(l) >= quantity)
  if (whole !== undefined) return [{ line: whole, quantity }]
  let left = quantity
  return lines.flatMap((line) => {
    const part = Math.min(left, open(line))
    left -= part
    return part > 0 ? [{ line, quantity: part }] : []
  })
}

const excess = (row: IncomingShipmentRow, fits: number): RefusedRow => {
  const rest = row.quantity - fits
  const what = row.lineId || row.sku
  const recorded =
    fits === 0 ? "nothing of it was recorded" : `${fits} were recorded, ${rest} are more than was ordered`
  const id = "<id of this row>"
  return {
    row: { ...row, quantity: rest, ...(fits > 0 && { furtherPart: true as const }) },
    reason:
      `more shipped (${row.quantity}) than is open (${fits}) on line ${what}: ${recorded}. ` +
      `Ask the supplier. When there is room for it: switchyard quarantine retry ${id}; when it was an error: switchyard quarantine dismiss ${id} --reason "..."`
  }
}

interface OpenParcel {
  readonly parcel: Omit<ParcelToRecord, "lines">
  readonly lines: Array<ShippedLine>
}

/** Parcels in the order in which the file names them. */
const addTo = (
  parcels: Map<string, OpenParcel>,
  row: IncomingShipmentRow,
  { line, quantity }: Share
): void => {
  const key = JSON.stringify([
    line.purchaseOrderId,
    row.carrier,
    row.trackingNumber,
    row.shipmentId,
    row.furtherPart
  ])
  const shipped: ShippedLine = {
    orderLineId: line.orderLineId,
    quantity,
    sourceRow: row.place,
    ...(quantity !== row.quantity && { said: row.quantity })
  }
  const entry = parcels.get(key)
  if (entry !== undefined) {
    entry.lines.push(shipped)
    return
  }
  const parcel = {
    purchaseOrderId: line.purchaseOrderId,
    orderId: line.orderId,
    carrier: row.carrier,
    service: row.service,
    trackingNumber: row.trackingNumber,
    shippedAt: row.shippedAt,
    ...(row.shipmentId !== undefined && row.shipmentId !== "" && { reference: row.shipmentId }),
    ...(row.furtherPart === true && { further: true as const })
  }
  parcels.set(key, { parcel, lines: [shipped] })
}

/**
 * Turns a supplier's rows into parcels to record. A row read twice is known; one that fits nothing is refused with the
 * reason; of one that says more than is open, what fits is recorded and the rest is refused.
 */
export const matchShipments = (
  rows: ReadonlyArray<IncomingShipmentRow>,
  lines: ReadonlyArray<ShippableLine>
): MatchedShipments => {
  const taken = new Map<OrderLineId, number>()
  const open = (l: ShippableLine) => Math.max(0, l.quantity - l.shipped - (taken.get(l.orderLineId) ?? 0))
  const parcels = new Map<string, OpenParcel>()
  const seen = new Set<string>()
  const known: Array<IncomingShipmentRow> = []
  const refused: Array<RefusedRow> = []
  for (const row of rows) {
    const repeat = JSON.stringify([row.purchaseOrderNumber, row.lineId, row.sku, rowMark(row)])
    const judgement = judge(row, lines)
    if (judgement._tag === "Known" || seen.has(repeat)) {
      known.push(row)
      continue
    }
    if (judgement._tag === "Refused") {
      refused.push({ row, reason: judgement.reason })
      continue
    }
    const parts = shares(row.quantity, judgement.lines, open)
    for (const part of parts) {
      taken.set(part.line.orderLineId, (taken.get(part.line.orderLineId) ?? 0) + part.quantity)
      addTo(parcels, row, part)
    }
    const fits = parts.reduce((sum, part) => sum + part.quantity, 0)
    if (fits > 0) seen.add(repeat)
    if (fits < row.quantity) refused.push(excess(row, fits))
  }
  return { parcels: [...parcels.values()].map((p) => ({ ...p.parcel, lines: p.lines })), known, refused }
}
