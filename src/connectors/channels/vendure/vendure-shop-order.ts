import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"

const Fulfillment = Schema.Struct({
  id: Schema.NonEmptyString,
  state: Schema.String,
  trackingCode: Schema.NullOr(Schema.String),
  lines: Schema.Array(Schema.Struct({ orderLineId: Schema.String, quantity: Schema.Int }))
})

/** What the shop says about an order and the parcels that it knows of. */
export const ShopOrder = Schema.Struct({
  id: Schema.NonEmptyString,
  code: Schema.String,
  state: Schema.String,
  lines: Schema.Array(Schema.Struct({ id: Schema.String, quantity: Schema.Int })),
  fulfillments: Schema.NullOr(Schema.Array(Fulfillment))
})
export type ShopOrder = typeof ShopOrder.Type
export type Findings = typeof Fulfillment.Type

/** Quantity per order line. */
export type Pieces = ReadonlyMap<string, number>

const summed = (lines: ReadonlyArray<{ readonly id: string; readonly quantity: number }>): Pieces => {
  const sums = new Map<string, number>()
  for (const line of lines) sums.set(line.id, (sums.get(line.id) ?? 0) + line.quantity)
  return sums
}

/** The shop takes -1 pieces and the same line twice without a word, so that is stopped here: null. */
export const piecesOf = (push: FulfillmentPush): Pieces | null => {
  const sane =
    push.lines.length > 0 && push.lines.every((l) => Number.isInteger(l.quantity) && l.quantity > 0)
  return sane ? summed(push.lines.map((l) => ({ id: l.channelLineId, quantity: l.quantity }))) : null
}

const samePieces = (a: Pieces, b: Pieces): boolean =>
  a.size === b.size && [...a].every(([id, quantity]) => b.get(id) === quantity)

const live = (order: ShopOrder): ReadonlyArray<Findings> =>
  (order.fulfillments ?? []).filter((f) => f.state !== "Cancelled")

/** All numbers of what is told at once: the shop has one field for them. */
export const trackingCodeOf = (push: FulfillmentPush): string =>
  [push.trackingNumber, ...push.furtherTracking].join(", ")

/** The parcel that this push speaks of, if the shop has it: same tracking number, same pieces. */
export const findOurs = (push: FulfillmentPush, pieces: Pieces, order: ShopOrder): Findings | null =>
  live(order).find(
    (f) =>
      f.trackingCode === trackingCodeOf(push) &&
      samePieces(pieces, summed(f.lines.map((l) => ({ id: l.orderLineId, quantity: l.quantity }))))
  ) ?? null

const fulfilled = (order: ShopOrder, isCounted: (f: Findings) => boolean): Pieces =>
  summed(
    live(order)
      .filter(isCounted)
      .flatMap((f) => f.lines.map((l) => ({ id: l.orderLineId, quantity: l.quantity })))
  )

/** Why the pieces do not fit into what is open at the shop, in words; null when they do. */
export const tooMuch = (pieces: Pieces, order: ShopOrder): string | null => {
  const taken = fulfilled(order, () => true)
  for (const line of order.lines) {
    const wanted = pieces.get(line.id) ?? 0
    const open = line.quantity - (taken.get(line.id) ?? 0)
    if (wanted > 0 && wanted > open)
      return `Line ${line.id} of order ${order.code} has ${Math.max(0, open)} open at the shop; the shipment holds ${wanted}.`
  }
  return null
}

/**
 * The parcels that somebody made at the shop for all of these pieces (by hand, or by another program), as they are called
 * there; null while some of the pieces are still open.
 */
export const madeThere = (pieces: Pieces, order: ShopOrder): string | null => {
  const taken = fulfilled(order, () => true)
  const isOpen = [...pieces.keys()].some((id) => {
    const line = order.lines.find((l) => l.id === id)
    return line === undefined || (taken.get(id) ?? 0) < line.quantity
  })
  if (isOpen) return null
  const names = live(order)
    .filter((f) => f.lines.some((l) => pieces.has(l.orderLineId)))
    .map((f) => (f.trackingCode === null || f.trackingCode === "" ? `fulfillment ${f.id}` : f.trackingCode))
  return names.join(", ")
}

export const isShippedWhole = (order: ShopOrder): boolean => {
  const gone = fulfilled(order, (f) => f.state === "Shipped" || f.state === "Delivered")
  return order.lines.every((line) => (gone.get(line.id) ?? 0) >= line.quantity)
}
