import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { listOf, oneOf } from "./bigcommerce-answer.ts"
import { partList } from "./bigcommerce-parts.ts"
import type { Ask } from "./bigcommerce-session.ts"

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))

export const Shipment = Schema.Struct({
  id: Schema.Int,
  tracking_number: Text,
  items: Schema.Array(Schema.Struct({ order_product_id: Schema.Int, quantity: Schema.Int }))
})
export type Shipment = typeof Shipment.Type

const Product = Schema.Struct({
  id: Schema.Int,
  order_address_id: Schema.Int,
  quantity: Schema.Int,
  quantity_shipped: Schema.Int
})
type Product = typeof Product.Type

/** An order at the store as a push looks at it. */
export interface StoreOrder {
  readonly statusId: string
  readonly products: ReadonlyArray<Product>
  readonly shipments: ReadonlyArray<Shipment>
}

/** Quantity per line of the order. */
export type Pieces = ReadonlyMap<string, number>

const decodeStatus = oneOf(Schema.Struct({ status_id: Schema.Int }), "an order")
const decodeProducts = listOf(Product, "the products of an order")
const decodeShipments = listOf(Shipment, "the shipments of an order")

/** Null: the store has no such order (any more). */
export const lookAt = (ask: Ask) =>
  Effect.fn("bigcommerce.lookAt")(function* (channel: SalesChannel, orderId: string) {
    const answer = yield* ask(channel, { path: `/v2/orders/${orderId}`, understands: [404] })
    if (answer.status === 404) return null
    const { status_id } = yield* decodeStatus(answer.json)
    return {
      statusId: String(status_id),
      products: yield* decodeProducts(yield* partList(ask, channel, orderId, "products")),
      shipments: yield* decodeShipments(yield* partList(ask, channel, orderId, "shipments"))
    } satisfies StoreOrder
  })

const summed = (lines: ReadonlyArray<readonly [string, number]>): Pieces => {
  const sums = new Map<string, number>()
  for (const [id, quantity] of lines) sums.set(id, (sums.get(id) ?? 0) + quantity)
  return sums
}

/** Null: a push that no store should see, without a line or with -1 pieces. */
export const piecesOf = (push: FulfillmentPush): Pieces | null => {
  const sane =
    push.lines.length > 0 && push.lines.every((l) => Number.isInteger(l.quantity) && l.quantity > 0)
  return sane ? summed(push.lines.map((l) => [l.channelLineId, l.quantity])) : null
}

const piecesOfShipment = (shipment: Shipment): Pieces =>
  summed(shipment.items.map((i) => [String(i.order_product_id), i.quantity]))

const samePieces = (a: Pieces, b: Pieces): boolean =>
  a.size === b.size && [...a].every(([id, quantity]) => b.get(id) === quantity)

/** The parcel that this push speaks of, if the store has it: same tracking number, same pieces. */
export const findOurs = (push: FulfillmentPush, pieces: Pieces, order: StoreOrder): Shipment | null =>
  order.shipments.find(
    (s) => s.tracking_number === push.trackingNumber.trim() && samePieces(pieces, piecesOfShipment(s))
  ) ?? null

/** By the shipments and by the store's own count: somebody may have set the order to Shipped by hand. */
const shippedOf = (order: StoreOrder, product: Product): number => {
  const told = order.shipments.reduce((sum, s) => sum + (piecesOfShipment(s).get(String(product.id)) ?? 0), 0)
  return Math.max(told, product.quantity_shipped)
}

const openOf = (order: StoreOrder, product: Product): number =>
  Math.max(0, product.quantity - shippedOf(order, product))

export const productOf = (order: StoreOrder, lineId: string): Product | undefined =>
  order.products.find((p) => String(p.id) === lineId)

/** A line of which less is open than the parcel holds, with what is open of it; null: all fits. */
export const tooMuch = (
  pieces: Pieces,
  order: StoreOrder
): { readonly lineId: string; readonly open: number } | null => {
  for (const [lineId, quantity] of pieces) {
    const product = productOf(order, lineId)
    const open = product === undefined ? 0 : openOf(order, product)
    if (open < quantity) return { lineId, open }
  }
  return null
}

/** Every line of the parcel is shipped already at the store, by whomever. */
export const nothingOpen = (pieces: Pieces, order: StoreOrder): boolean =>
  [...pieces.keys()].every((id) => {
    const product = productOf(order, id)
    return product !== undefined && openOf(order, product) === 0
  })

/** What the parcels of these lines are called at the store. */
export const toldThere = (pieces: Pieces, order: StoreOrder): string =>
  order.shipments
    .filter((s) => s.items.some((i) => pieces.has(String(i.order_product_id))))
    .map((s) => (s.tracking_number ? s.tracking_number : `shipment ${s.id}`))
    .join(", ")
