import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import { plainNumber } from "../../../domain/model/tracking-number.ts"

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))

const Package = Schema.Struct({
  packageReferenceId: Schema.String,
  trackingNumber: Text,
  packageStatus: Schema.optionalKey(Schema.NullOr(Schema.Struct({ status: Schema.String }))),
  packageItems: Schema.optionalKey(
    Schema.NullOr(Schema.Array(Schema.Struct({ orderItemId: Schema.String, quantity: Schema.Int })))
  )
})
export type Package = typeof Package.Type

/** What Amazon says about an order and the packages that it knows of. */
export const ShippedOrder = Schema.Struct({
  orderId: Schema.NonEmptyString,
  fulfillment: Schema.Struct({ fulfillmentStatus: Schema.String }),
  orderItems: Schema.Array(
    Schema.Struct({
      orderItemId: Schema.String,
      quantityOrdered: Schema.Int,
      fulfillment: Schema.optionalKey(
        Schema.NullOr(
          Schema.Struct({
            quantityFulfilled: Schema.optionalKey(Schema.NullOr(Schema.Int)),
            quantityUnfulfilled: Schema.optionalKey(Schema.NullOr(Schema.Int))
          })
        )
      )
    })
  ),
  packages: Schema.optionalKey(Schema.NullOr(Schema.Array(Package)))
})
export type ShippedOrder = typeof ShippedOrder.Type

/** Small numbers are what people and other programs give to packages of their own; ours must never meet one of them. */
const firstReference = 1_000_000_000

/** Our key of a parcel at Amazon: the same for every repeat, digits alone, as Amazon wants it. */
export const packageReferenceOf = (push: FulfillmentPush): string => String(firstReference + push.id)

/** Quantity per order item. */
export type Pieces = ReadonlyMap<string, number>

const summed = (items: ReadonlyArray<{ readonly id: string; readonly quantity: number }>): Pieces => {
  const sums = new Map<string, number>()
  for (const item of items) sums.set(item.id, (sums.get(item.id) ?? 0) + item.quantity)
  return sums
}

/** Null for a push that holds nothing, or less than nothing, of an item. */
export const piecesOf = (push: FulfillmentPush): Pieces | null => {
  const sane =
    push.lines.length > 0 && push.lines.every((l) => Number.isInteger(l.quantity) && l.quantity > 0)
  return sane ? summed(push.lines.map((l) => ({ id: l.channelLineId, quantity: l.quantity }))) : null
}

const holds = (found: Package, pieces: Pieces): boolean => {
  const items = summed((found.packageItems ?? []).map((i) => ({ id: i.orderItemId, quantity: i.quantity })))
  return items.size === pieces.size && [...pieces].every(([id, quantity]) => items.get(id) === quantity)
}

const live = (order: ShippedOrder): ReadonlyArray<Package> =>
  (order.packages ?? []).filter((p) => p.packageStatus?.status !== "CANCELLED")

/** The parcel of which this push speaks, if Amazon has it: same tracking number, same pieces, whoever told it. */
export const findOurs = (push: FulfillmentPush, pieces: Pieces, order: ShippedOrder): Package | null =>
  live(order).find(
    (p) => plainNumber(p.trackingNumber ?? "") === plainNumber(push.trackingNumber) && holds(p, pieces)
  ) ?? null

const openOf = (item: ShippedOrder["orderItems"][number]): number =>
  item.fulfillment?.quantityUnfulfilled ?? item.quantityOrdered - (item.fulfillment?.quantityFulfilled ?? 0)

/** Pieces of a push that our own package holds already: telling it again edits it, and takes nothing more. */
const inOurs = (push: FulfillmentPush, order: ShippedOrder): Pieces =>
  summed(
    live(order)
      .filter((p) => p.packageReferenceId === packageReferenceOf(push))
      .flatMap((p) => (p.packageItems ?? []).map((i) => ({ id: i.orderItemId, quantity: i.quantity })))
  )

const namesOf = (order: ShippedOrder, pieces: Pieces): string =>
  live(order)
    .filter((p) => (p.packageItems ?? []).some((i) => pieces.has(i.orderItemId)))
    .map((p) => p.trackingNumber || `package ${p.packageReferenceId}`)
    .join(", ")

export type Fit =
  | { readonly _tag: "Fits" }
  /** All of it was shipped there under other numbers, by hand or by another program. */
  | { readonly _tag: "Gone"; readonly under: string }
  | { readonly _tag: "TooMuch"; readonly itemId: string; readonly open: number; readonly wanted: number }
  | { readonly _tag: "NoSuchItem"; readonly itemId: string }

/** How the pieces stand against what is open at Amazon. */
export const fitOf = (push: FulfillmentPush, pieces: Pieces, order: ShippedOrder): Fit => {
  const ours = inOurs(push, order)
  const items = new Map(order.orderItems.map((item) => [item.orderItemId, item]))
  const unknown = [...pieces.keys()].find((id) => !items.has(id))
  if (unknown !== undefined) return { _tag: "NoSuchItem", itemId: unknown }
  const open = (id: string): number => {
    const item = items.get(id)
    return item === undefined ? 0 : Math.max(0, openOf(item)) + (ours.get(id) ?? 0)
  }
  if ([...pieces.keys()].every((id) => open(id) === 0)) return { _tag: "Gone", under: namesOf(order, pieces) }
  const excess = [...pieces].find(([id, wanted]) => wanted > open(id))
  return excess === undefined
    ? { _tag: "Fits" }
    : { _tag: "TooMuch", itemId: excess[0], open: open(excess[0]), wanted: excess[1] }
}
