import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import { malformed } from "./bigcommerce-answer.ts"
import type { Ask } from "./bigcommerce-session.ts"

/**
 * What an order is made of. One list of orders brings it along (`include=consignments.line_items`); a store that answers
 * with links instead is asked for each order's products and addresses, a few at a time.
 */
export interface OrderParts {
  /** Where lines are shipped to; one with the id of each product's `order_address_id`. */
  readonly addresses: ReadonlyArray<unknown>
  readonly products: ReadonlyArray<unknown>
  /** Lines that somebody comes to collect: they leave no warehouse. */
  readonly pickups: ReadonlyArray<unknown>
}

export const orderIncludes = "include=consignments.line_items&consignment_structure=object"

const atOnce = 4
const partsPerPage = 250
/** No order of a store is larger; a list without an end is not read on. */
const mostPages = 20

const Items = Schema.Struct({ line_items: Schema.Array(Schema.Unknown) })
const Consignments = Schema.Struct({
  shipping: Schema.Array(Items),
  pickups: Schema.optionalKey(Schema.NullOr(Schema.Array(Items))),
  downloads: Schema.optionalKey(Schema.NullOr(Schema.Array(Items))),
  email: Schema.optionalKey(
    Schema.NullOr(
      Schema.Struct({
        gift_certificates: Schema.optionalKey(Schema.NullOr(Schema.Array(Items)))
      })
    )
  )
})
const isConsignments = Schema.is(Consignments)
const isOrder = Schema.is(Schema.Struct({ consignments: Schema.Unknown }))

/** A link says where the thing is and is not the thing. */
const isLink = Schema.is(Schema.Struct({ resource: Schema.String }))

const linesOf = (parts: ReadonlyArray<typeof Items.Type> | null | undefined) =>
  (parts ?? []).flatMap((part) => part.line_items)

/** The parts that came along with an order; null when it brought links, or none. */
export const partsInside = (item: unknown): OrderParts | null => {
  if (!isOrder(item) || !isConsignments(item.consignments)) return null
  const { shipping, pickups, downloads, email } = item.consignments
  const parts = {
    // An address to which nothing goes is none.
    addresses: shipping.filter((s) => s.line_items.length > 0),
    products: [...linesOf(shipping), ...linesOf(downloads), ...linesOf(email?.gift_certificates)],
    pickups: linesOf(pickups)
  }
  return [...parts.products, ...parts.pickups].some(isLink) ? null : parts
}

const isAddressed = Schema.is(Schema.Struct({ order_address_id: Schema.Int }))
const isAddress = Schema.is(Schema.Struct({ id: Schema.Int }))
const isPickup = Schema.is(
  Schema.Struct({ order_pickup_method_id: Schema.Int.check(Schema.isGreaterThan(0)) })
)

/** One list of an order, to its end: 204 when there is nothing (any more). */
export const partList = Effect.fn("bigcommerce.partList")(function* (
  ask: Ask,
  channel: SalesChannel,
  orderId: string,
  part: "products" | "shipping_addresses" | "shipments"
) {
  const found: Array<unknown> = []
  for (let page = 1; page <= mostPages; page++) {
    const path = `/v2/orders/${orderId}/${part}?limit=${partsPerPage}&page=${page}`
    const { json } = yield* ask(channel, { path })
    if (json !== undefined && !Array.isArray(json)) return yield* malformed(part)
    const items: ReadonlyArray<unknown> = json ?? []
    found.push(...items)
    if (items.length < partsPerPage) return found
  }
  return yield* malformed(`${part} of order ${orderId}`)
})

const fetchParts = Effect.fn("bigcommerce.fetchParts")(function* (
  ask: Ask,
  channel: SalesChannel,
  orderId: string
) {
  const products = yield* partList(ask, channel, orderId, "products")
  const addresses = yield* partList(ask, channel, orderId, "shipping_addresses")
  const used = new Set(products.flatMap((p) => (isAddressed(p) ? [p.order_address_id] : [])))
  return {
    addresses: addresses.filter((a) => !isAddress(a) || used.has(a.id)),
    products: products.filter((p) => !isPickup(p)),
    pickups: products.filter(isPickup)
  } satisfies OrderParts
})

/** The parts of listed orders, each as it came along or as it is found behind its links. */
export const partsOf = (
  ask: Ask,
  channel: SalesChannel,
  listed: ReadonlyArray<{ readonly id: string; readonly item: unknown }>
): Effect.Effect<ReadonlyArray<OrderParts>, ChannelError> =>
  Effect.forEach(
    listed,
    ({ id, item }) => {
      const inside = partsInside(item)
      return inside === null ? fetchParts(ask, channel, id) : Effect.succeed(inside)
    },
    { concurrency: atOnce }
  )
