import type { FulfillmentId, FulfillmentState } from "./fulfillment.ts"
import type { OrderId, OrderLineId } from "./order.ts"
import type { PurchaseOrderId } from "./purchase-order.ts"
import type { ChannelId } from "./sales-channel.ts"
import type { IncomingShipmentRow, ShipmentId } from "./shipment.ts"
import type { ShipmentPolicy } from "./shipment-policy.ts"
import type { SupplierId } from "./supplier.ts"

export interface PartLine {
  readonly orderLineId: OrderLineId
  readonly supplierSku: string
  readonly channelSku: string
  readonly quantity: number
}

/** One recorded shipment: a parcel, or a later part of it, with what its channel knows. */
export interface ParcelPart {
  readonly shipmentId: ShipmentId
  readonly orderId: OrderId
  readonly purchaseOrderId: PurchaseOrderId
  readonly purchaseOrderNumber: string
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly channelId: ChannelId
  readonly channel: string
  readonly policy: ShipmentPolicy
  readonly fulfillmentId: FulfillmentId | null
  readonly fulfillment: FulfillmentState | null
  /** The channel has this part's facts: under its own push, or by policy `all` under another parcel's. */
  readonly told: boolean
  /** An open hold says that its channel was told otherwise: a person corrects it there, whatever becomes of it until then. */
  readonly disputed: boolean
  readonly reference: string
  readonly carrier: string
  readonly service: string
  readonly trackingNumber: string
  readonly shippedAt: Date
  readonly voided: boolean
  readonly lines: ReadonlyArray<PartLine>
}

/** What a parcel should say instead. Lines that are not named stay; a line of 0 is taken out. */
export interface CorrectionWish {
  readonly void: boolean
  readonly carrier: string | null
  readonly service: string | null
  readonly trackingNumber: string | null
  /** The total of each line over all parts of the parcel. */
  readonly quantities: ReadonlyMap<OrderLineId, number>
}

export interface CorrectedPart {
  readonly part: ParcelPart
  readonly carrier: string
  readonly service: string
  readonly trackingNumber: string
  readonly lines: ReadonlyArray<{ readonly orderLineId: OrderLineId; readonly quantity: number }>
}

export interface MissingPieces {
  readonly orderLineId: OrderLineId
  readonly quantity: number
}

export interface CorrectionPlan {
  /** Parts that change. One without lines is voided. */
  readonly parts: ReadonlyArray<CorrectedPart>
  /** What no part can take any more, because its channel was told of it: a part of its own, pushed for itself. */
  readonly missing: ReadonlyArray<MissingPieces>
}

/** What a correction would do, for a preview, and what it did. */
export interface CorrectionEffect {
  readonly before: string
  readonly after: string
  /** What the channel was told that is not true any more; empty: it was told nothing of it, or only hears more. */
  readonly untrue: string
  readonly pushes: boolean
}

const quantityIn = (part: ParcelPart, line: OrderLineId): number =>
  part.lines.filter((l) => l.orderLineId === line).reduce((sum, l) => sum + l.quantity, 0)

export const totalsOf = (parts: ReadonlyArray<ParcelPart>): ReadonlyMap<OrderLineId, number> => {
  const lines = new Set(parts.flatMap((p) => p.lines.map((l) => l.orderLineId)))
  return new Map([...lines].map((line) => [line, parts.reduce((n, p) => n + quantityIn(p, line), 0)]))
}

/** What the channel does not know yet changes first, the newest first. */
const mostChangeable = (parts: ReadonlyArray<ParcelPart>): ReadonlyArray<ParcelPart> =>
  [...parts].sort((a, b) => Number(a.told) - Number(b.told) || b.shipmentId - a.shipmentId)

type Quantities = Map<ParcelPart, Map<OrderLineId, number>>

const put = (quantities: Quantities, part: ParcelPart, line: OrderLineId, n: number): void => {
  quantities.get(part)?.set(line, (quantities.get(part)?.get(line) ?? 0) + n)
}

const takeOut = (quantities: Quantities, parts: ReadonlyArray<ParcelPart>, line: OrderLineId, n: number) => {
  let left = n
  for (const part of parts) {
    const there = quantities.get(part)?.get(line) ?? 0
    const taken = Math.min(there, left)
    if (taken > 0) put(quantities, part, line, -taken)
    left -= taken
  }
}

const isSame = (plan: CorrectedPart): boolean =>
  plan.carrier === plan.part.carrier &&
  plan.trackingNumber === plan.part.trackingNumber &&
  plan.service === plan.part.service &&
  plan.lines.length === plan.part.lines.length &&
  plan.lines.every((l) => quantityIn(plan.part, l.orderLineId) === l.quantity)

/** How the parts of one parcel come to say what they should. Nothing to do is a plan with nothing in it. */
export const planCorrection = (parts: ReadonlyArray<ParcelPart>, wish: CorrectionWish): CorrectionPlan => {
  const live = mostChangeable(parts.filter((p) => !p.voided))
  const quantities: Quantities = new Map(
    live.map((p) => [p, new Map(p.lines.map((l) => [l.orderLineId, quantityIn(p, l.orderLineId)]))])
  )
  const totals = totalsOf(live)
  const wanted = wish.void ? new Map([...totals.keys()].map((line) => [line, 0])) : wish.quantities
  const missing: Array<MissingPieces> = []
  const youngest =
    live.find((p) => !p.told && p.fulfillment !== "not_applicable") ?? live.find((p) => p.disputed)
  for (const [line, total] of wanted) {
    const more = total - (totals.get(line) ?? 0)
    if (more < 0) takeOut(quantities, live, line, -more)
    if (more > 0 && youngest !== undefined) put(quantities, youngest, line, more)
    if (more > 0 && youngest === undefined) missing.push({ orderLineId: line, quantity: more })
  }
  const corrected = live.map((part) => ({
    part,
    carrier: wish.carrier ?? part.carrier,
    service: wish.service ?? part.service,
    trackingNumber: wish.trackingNumber ?? part.trackingNumber,
    lines: [...(quantities.get(part) ?? [])]
      .filter(([, quantity]) => quantity > 0)
      .map(([orderLineId, quantity]) => ({ orderLineId, quantity }))
  }))
  return { parts: corrected.filter((c) => !isSame(c)), missing }
}

/** A channel that looks first takes a further part for the one that it has, when both hold the same under one number. */
export const looksTold = (parts: ReadonlyArray<ParcelPart>, pieces: ReadonlyArray<MissingPieces>): boolean =>
  parts.some(
    (p) =>
      p.told &&
      !p.voided &&
      p.lines.length === pieces.length &&
      pieces.every((m) => quantityIn(p, m.orderLineId) === m.quantity)
  )

/** `UPS 1Z1: 2 x N-1, 1 x N-2`, as it stands in the history. */
export const contentText = (
  carrier: string,
  trackingNumber: string,
  lines: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>
): string => {
  const inside = lines.map((l) => `${l.quantity} x ${l.sku}`).join(", ")
  return `${carrier} ${trackingNumber}: ${inside === "" ? "nothing (voided)" : inside}`
}

/** Rows of one file that correct one shipment: of one purchase order, by the supplier's name of it, else by its parcel. */
export const correctionGroups = (
  rows: ReadonlyArray<IncomingShipmentRow>
): ReadonlyArray<readonly [IncomingShipmentRow, ...ReadonlyArray<IncomingShipmentRow>]> => {
  const groups = Map.groupBy(rows, (r) =>
    JSON.stringify([r.purchaseOrderNumber, r.shipmentId || r.trackingNumber, r.purpose])
  )
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [[first, ...rest] as const]
  )
}

/** What a correction says, whatever file it stands in: read again it is known. */
export const correctionText = (rows: ReadonlyArray<IncomingShipmentRow>): string =>
  JSON.stringify(
    rows
      .map((r) =>
        JSON.stringify([
          r.purpose,
          r.shipmentId ?? "",
          r.lineId,
          r.sku,
          r.quantity,
          r.carrier,
          r.trackingNumber
        ])
      )
      .sort()
  )
