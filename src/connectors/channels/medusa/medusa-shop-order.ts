import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"

export const lookFields = [
  "id",
  "display_id",
  "status",
  "*items",
  "*items.detail",
  "*items.variant.inventory_items",
  "*shipping_methods",
  "*fulfillments",
  "*fulfillments.items",
  "*fulfillments.labels"
].join(",")

const Time = Schema.optionalKey(Schema.NullOr(Schema.String))

const Fulfillment = Schema.Struct({
  id: Schema.NonEmptyString,
  shipped_at: Time,
  delivered_at: Time,
  canceled_at: Time,
  metadata: Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown))),
  items: Schema.Array(
    Schema.Struct({
      line_item_id: Schema.NullOr(Schema.String),
      inventory_item_id: Schema.optionalKey(Schema.NullOr(Schema.String)),
      quantity: Schema.Number
    })
  ),
  labels: Schema.optionalKey(
    Schema.NullOr(Schema.Array(Schema.Struct({ tracking_number: Schema.NullOr(Schema.String) })))
  )
})
export type Fulfillment = typeof Fulfillment.Type

const Kit = Schema.Struct({ inventory_item_id: Schema.String, required_quantity: Schema.Number })

/** What the shop says about an order and the parcels that it knows of. */
export const ShopOrder = Schema.Struct({
  id: Schema.NonEmptyString,
  display_id: Schema.Int,
  status: Schema.String,
  items: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      quantity: Schema.Number,
      detail: Schema.optionalKey(
        Schema.NullOr(Schema.Struct({ fulfilled_quantity: Schema.optionalKey(Schema.NullOr(Schema.Number)) }))
      ),
      variant: Schema.optionalKey(
        Schema.NullOr(
          Schema.Struct({ inventory_items: Schema.optionalKey(Schema.NullOr(Schema.Array(Kit))) })
        )
      )
    })
  ),
  shipping_methods: Schema.optionalKey(
    Schema.NullOr(
      Schema.Array(Schema.Struct({ shipping_option_id: Schema.optionalKey(Schema.NullOr(Schema.String)) }))
    )
  ),
  fulfillments: Schema.Array(Fulfillment)
})
export type ShopOrder = typeof ShopOrder.Type

/**
 * The ways the buyer chose. An order of things that ship apart (by their shipping profiles) has one for each; the shop takes
 * the first, unless it is told which.
 */
export const shippingOptionsOf = (order: ShopOrder): ReadonlyArray<string> => [
  ...new Set((order.shipping_methods ?? []).flatMap((method) => method.shipping_option_id ?? []))
]

/** Quantity per order line. */
export type Pieces = ReadonlyMap<string, number>

/** Null for a shipment without a line, or with a quantity that is none. */
export const piecesOf = (push: FulfillmentPush): Pieces | null => {
  const sane =
    push.lines.length > 0 && push.lines.every((l) => Number.isInteger(l.quantity) && l.quantity > 0)
  if (!sane) return null
  const sums = new Map<string, number>()
  for (const line of push.lines)
    sums.set(line.channelLineId, (sums.get(line.channelLineId) ?? 0) + line.quantity)
  return sums
}

/** All numbers of what is told at once; each gets a label of its own at the shop. */
export const trackingNumbersOf = (push: FulfillmentPush): ReadonlyArray<string> => [
  ...new Set([push.trackingNumber, ...push.furtherTracking])
]

/**
 * The pieces of a parcel in units of order lines: of a kit the shop lists every part, each as often as the kit holds it.
 */
const piecesThere = (fulfillment: Fulfillment, order: ShopOrder): Pieces => {
  const pieces = new Map<string, number>()
  for (const item of fulfillment.items) {
    const lineId = item.line_item_id
    if (lineId === null || pieces.has(lineId)) continue
    const parts = order.items.find((line) => line.id === lineId)?.variant?.inventory_items ?? []
    const each =
      parts.find((part) => part.inventory_item_id === item.inventory_item_id)?.required_quantity ?? 1
    pieces.set(lineId, item.quantity / (each > 0 ? each : 1))
  }
  return pieces
}

const samePieces = (a: Pieces, b: Pieces): boolean =>
  a.size === b.size && [...a].every(([id, quantity]) => b.get(id) === quantity)

export const isGone = (fulfillment: Fulfillment): boolean =>
  (fulfillment.shipped_at ?? null) !== null || (fulfillment.delivered_at ?? null) !== null

const live = (order: ShopOrder): ReadonlyArray<Fulfillment> =>
  order.fulfillments.filter((f) => (f.canceled_at ?? null) === null)

const numbersThere = (fulfillment: Fulfillment): ReadonlyArray<string> =>
  (fulfillment.labels ?? []).flatMap((label) => label.tracking_number ?? [])

/** The note that we leave with a fulfillment, so that one which was not shipped yet is known for ours. */
export const noteName = "tracking_number"

/**
 * The parcel that this push speaks of, if the shop has it: same pieces, and shipped under the same number; or packed and
 * not shipped, by an attempt of ours that broke off, else by somebody who left the shipping to us.
 */
export const findOurs = (push: FulfillmentPush, pieces: Pieces, order: ShopOrder): Fulfillment | null => {
  const same = live(order).filter((f) => samePieces(pieces, piecesThere(f, order)))
  const packed = same.filter((f) => !isGone(f))
  const noteOf = (f: Fulfillment): unknown => f.metadata?.[noteName]
  return (
    same.find((f) => isGone(f) && numbersThere(f).includes(push.trackingNumber)) ??
    packed.find((f) => noteOf(f) === push.trackingNumber) ??
    packed.find((f) => noteOf(f) === undefined && numbersThere(f).length === 0) ??
    null
  )
}

export const findById = (id: string, order: ShopOrder): Fulfillment | null =>
  live(order).find((f) => f.id === id) ?? null

const openOf = (line: ShopOrder["items"][number], order: ShopOrder): number => {
  const counted = line.detail?.fulfilled_quantity
  if (typeof counted === "number") return line.quantity - counted
  return live(order).reduce((left, f) => left - (piecesThere(f, order).get(line.id) ?? 0), line.quantity)
}

/** Why the pieces do not fit into what is open at the shop, in words; null when they do. */
export const tooMuch = (pieces: Pieces, order: ShopOrder): string | null => {
  for (const line of order.items) {
    const wanted = pieces.get(line.id) ?? 0
    const open = openOf(line, order)
    if (wanted > 0 && wanted > open)
      return `Line ${line.id} of order ${order.display_id} has ${Math.max(0, open)} open at the shop; the shipment holds ${wanted}.`
  }
  return null
}

/**
 * The parcels that somebody made at the shop for all of these pieces (by hand, or by another program), as they are called
 * there; null while some of the pieces are still open.
 */
export const madeThere = (pieces: Pieces, order: ShopOrder): string | null => {
  const isOpen = [...pieces.keys()].some((id) => {
    const line = order.items.find((l) => l.id === id)
    return line === undefined || openOf(line, order) > 0
  })
  if (isOpen) return null
  const names = live(order)
    .filter((f) => f.items.some((i) => i.line_item_id !== null && pieces.has(i.line_item_id)))
    .map((f) => numbersThere(f).join(", ") || `fulfillment ${f.id}`)
  return names.length === 0 ? null : names.join(", ")
}
