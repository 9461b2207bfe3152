import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { correctParcel, effectOf, freeOfPushes, namesOf } from "../correct-shipments.ts"
import type { OrderLineId } from "../model/order.ts"
import { commandWord, type ShippableLine } from "../model/shipment.ts"
import { type CorrectionWish, looksTold, type ParcelPart } from "../model/shipment-correction.ts"
import { roomFor, spread } from "../model/shipment-correction-rows.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { Quarantine } from "../ports/quarantine.ts"
import { ShipmentCorrections } from "../ports/shipment-corrections.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { recordShipments } from "../take-shipments.ts"

export interface SkuQuantity {
  /** The supplier's SKU, or our order line id. */
  readonly sku: string
  readonly quantity: number
}

/** Which parcel; the purchase order may be left out where the number says it alone. */
export interface ParcelName {
  readonly trackingNumber: string
  readonly purchaseOrder: string | null
}

/** What is null stays as it is. */
export interface ShipmentCorrection extends ParcelName {
  readonly toTracking: string | null
  readonly carrier: string | null
  /** The total of each line in the parcel; 0 takes it out. */
  readonly quantities: ReadonlyArray<SkuQuantity>
  readonly void: boolean
  readonly reason: string
}

export interface FurtherPart extends ParcelName {
  readonly quantities: ReadonlyArray<SkuQuantity>
  readonly reason: string
}

const refuse = (message: string) => new Refusal({ message })

const findParts = Effect.fn("findParts")(function* ({ trackingNumber, purchaseOrder }: ParcelName) {
  const corrections = yield* ShipmentCorrections
  return yield* corrections.find({
    supplierId: null,
    purchaseOrderNumber: purchaseOrder,
    reference: null,
    trackingNumber
  })
})

const demandParts = Effect.fn("demandParts")(function* (name: ParcelName) {
  const parts = yield* findParts(name)
  const [first] = parts
  const of = name.purchaseOrder === null ? "" : ` of ${name.purchaseOrder}`
  if (first === undefined) return yield* refuse(`No parcel ${name.trackingNumber}${of} is recorded.`)
  const numbers = [...new Set(parts.map((p) => p.purchaseOrderNumber))]
  if (numbers.length > 1)
    return yield* refuse(
      `${name.trackingNumber} holds pieces of ${numbers.length} purchase orders. Say which (--po): ${numbers.slice(0, 10).join(", ")}.`
    )
  return { first, parts }
})

/** A parcel with its parts, and what was corrected of it. */
export const showShipment = Effect.fn("showShipment")(function* (name: ParcelName) {
  const parts = yield* findParts(name)
  const made = yield* (yield* ShipmentCorrections).made(name.trackingNumber)
  if (parts.length === 0 && made.length === 0)
    return yield* refuse(`No parcel ${name.trackingNumber} is recorded.`)
  return { parts, corrections: made }
})

const meant = (lines: ReadonlyArray<ShippableLine>, sku: string) =>
  lines.filter((l) => l.supplierSku === sku || String(l.orderLineId) === sku)

const wishOf = (
  c: ShipmentCorrection,
  live: ReadonlyArray<ParcelPart>,
  lines: ReadonlyArray<ShippableLine>
): CorrectionWish | string => {
  const quantities = new Map<OrderLineId, number>()
  for (const { sku, quantity } of c.quantities) {
    const named = meant(lines, sku)
    if (named.length === 0) {
      const known = [...new Set(lines.map((l) => l.supplierSku))].slice(0, 10).join(", ")
      return `The purchase order has no line ${sku}. It has: ${known}.`
    }
    const share = spread(quantity, named, (l) => roomFor(l, live), sku)
    if (typeof share === "string") return `Nothing was corrected: ${share}.`
    for (const [line, n] of share) quantities.set(line, n)
  }
  return { void: c.void, carrier: c.carrier, service: null, trackingNumber: c.toTracking, quantities }
}

const planned = Effect.fn("planned")(function* (c: ShipmentCorrection) {
  const { first, parts } = yield* demandParts(c)
  const live = parts.filter((p) => !p.voided)
  if (live.length === 0)
    return yield* refuse(
      `${c.trackingNumber} was voided: nothing of it is left to correct. What left in it after all: switchyard shipments add-part`
    )
  const lines = yield* (yield* PurchaseOrderStore).shippable(first.supplierId, [first.purchaseOrderNumber])
  const wish = wishOf(c, live, lines)
  if (typeof wish === "string") return yield* refuse(wish)
  const names = namesOf(live, lines)
  const { effect } = effectOf({ parts: live, wish }, names)
  if (effect.before === effect.after)
    return yield* refuse(
      `${c.trackingNumber} says that already: ${effect.before}. Nothing is to be corrected.`
    )
  return { first, live, wish, names, effect }
})

/** What a correction would do; nothing is changed. */
export const previewCorrection = Effect.fn("previewCorrection")(function* (c: ShipmentCorrection) {
  const { first, effect } = yield* planned(c)
  return {
    purchaseOrder: first.purchaseOrderNumber,
    supplier: first.supplier,
    channel: first.channel,
    effect
  }
})

/** Rows that waited for a person to say what they are. */
const settleWaiting = Effect.fn("settleWaiting")(function* (
  first: ParcelPart,
  quantities: ReadonlyArray<SkuQuantity>,
  reason: string
) {
  const parcel = {
    supplierId: first.supplierId,
    purchaseOrderNumber: first.purchaseOrderNumber,
    trackingNumber: first.trackingNumber,
    lines: quantities.map((q) => q.sku)
  }
  return yield* (yield* Quarantine).settleParcel(parcel, reason, yield* Actor, yield* now)
})

const demandReason = (reason: string) =>
  reason.trim() === "" ? refuse("Say why (--reason): it is kept in the order's history.") : Effect.void

/** A person corrects what is recorded of a parcel, as a supplier's own correction does. */
export const correctShipment = Effect.fn("correctShipment")(function* (c: ShipmentCorrection) {
  yield* demandReason(c.reason)
  const actor = yield* Actor
  const work = Effect.gen(function* () {
    const { first } = yield* demandParts(c)
    yield* (yield* OrderStore).lock([first.orderId])
    if (!(yield* freeOfPushes([first])))
      return yield* refuse(
        `${first.channel} is being told of a shipment of this order right now. Try again in a minute.`
      )
    const { live, wish, names } = yield* planned(c)
    const at = (yield* now).toISOString()
    const done = yield* correctParcel({ parts: live, wish }, names, {
      text: JSON.stringify([c, actor, at]),
      reason: c.reason.trim(),
      source: `by ${actor}`
    })
    const settled = yield* settleWaiting(first, c.quantities, `shipments correct: ${c.reason.trim()}`)
    const { effects, ...step } = done
    const value = {
      purchaseOrder: first.purchaseOrderNumber,
      supplier: first.supplier,
      channel: first.channel,
      effect: effects[0] ?? null,
      settled
    }
    return { ...step, value }
  })
  return yield* advance(work)
})

const partRows = (part: FurtherPart, first: ParcelPart, lines: ReadonlyArray<ShippableLine>, place: string) =>
  part.quantities.map(({ sku, quantity }) => ({
    purchaseOrderNumber: first.purchaseOrderNumber,
    lineId: lines.some((l) => String(l.orderLineId) === sku && l.supplierSku !== sku) ? sku : "",
    sku,
    quantity,
    carrier: first.carrier,
    service: first.service,
    trackingNumber: first.trackingNumber,
    shippedAt: first.shippedAt,
    furtherPart: true as const,
    place,
    raw: ""
  }))

/** More pieces left in a parcel that is recorded: recorded as its further part, and pushed. All of them, or nothing. */
export const addPart = Effect.fn("addPart")(function* (part: FurtherPart) {
  yield* demandReason(part.reason)
  if (part.quantities.length === 0) return yield* refuse("Say what else is in it: --quantity <SKU>=<n>.")
  const actor = yield* Actor
  const work = Effect.gen(function* () {
    const { first, parts } = yield* demandParts(part)
    const supplier = yield* (yield* SupplierStore).get(first.supplierId)
    if (supplier === null) return yield* refuse("Its supplier does not exist any more.")
    const place = `added by ${actor} at ${(yield* now).toISOString()}`
    const lines = yield* (yield* PurchaseOrderStore).shippable(first.supplierId, [first.purchaseOrderNumber])
    const rows = partRows(part, first, lines, place)
    const { matched, step } = yield* recordShipments(supplier, { name: place, rows })
    const added = matched.parcels.flatMap((p) => p.lines)
    if (looksTold(parts, added))
      return yield* refuse(
        `${first.channel} was told of exactly this under ${part.trackingNumber} and could not tell the two apart. Say the total instead, and correct it there: switchyard shipments correct ${commandWord(part.trackingNumber, "tracking number")} --quantity <SKU>=<all of them> --reason "..."`
      )
    const [refused] = matched.refused
    if (refused !== undefined) return yield* refuse(`Nothing was recorded: ${refused.reason}.`)
    const settled = yield* settleWaiting(first, part.quantities, `shipments add-part: ${part.reason.trim()}`)
    const history = step.history.map((h) => ({ ...h, detail: { ...h.detail, reason: part.reason.trim() } }))
    return {
      ...step,
      history,
      value: { purchaseOrder: first.purchaseOrderNumber, parcels: matched.parcels, settled }
    }
  })
  return yield* advance(work)
})
