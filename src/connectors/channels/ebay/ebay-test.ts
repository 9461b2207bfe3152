import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { oneOf } from "./ebay-answer.ts"
import { readItems } from "./ebay-page.ts"
import type { Ask } from "./ebay-session.ts"

const decodeList = oneOf(
  Schema.Struct({
    total: Schema.Int,
    orders: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.Unknown)))
  }),
  "orders"
)

const orderLine = (total: number, items: ReadonlyArray<unknown>): string => {
  const { orders, broken } = readItems(items.slice(0, 1), () => null)
  const [order] = orders
  if (order !== undefined)
    return `${total} orders in the last 90 days. Read order ${foreignText(order.channelOrderNumber)} (${foreignText(order.channelStatus)}, ${order.total} ${order.currency}).`
  const [odd] = broken
  return odd === undefined
    ? "There is no order of the last 90 days; reading orders is allowed."
    : `${total} orders. The one read, ${odd.place}, cannot be taken in: ${odd.reason}`
}

const stockLine = (ask: Ask, channel: SalesChannel): Effect.Effect<string, ChannelError> =>
  ask(channel, { path: "/sell/inventory/v1/inventory_item?limit=1&offset=0" }).pipe(
    Effect.as("Inventory can be read."),
    Effect.catchIf(
      (failure) => failure.reason === "Unauthorized" || failure.reason === "Rejected",
      (failure) =>
        Effect.succeed(`Inventory cannot be read, so leave Inventory Upload off: ${failure.message}`)
    )
  )

/** Signs in, reads an order and asks for inventory. Writes nothing. */
export const testChannel = (ask: Ask) =>
  Effect.fn("ebay.test")(function* (channel: SalesChannel) {
    const { json } = yield* ask(channel, { path: "/sell/fulfillment/v1/order?limit=1&offset=0" })
    const list = yield* decodeList(json)
    return [
      channel.environment === "live"
        ? "Signed in as the seller who gave consent."
        : "Signed in at eBay's sandbox as the seller who gave consent.",
      orderLine(list.total, list.orders ?? []),
      yield* stockLine(ask, channel),
      "Whether parcels may be told is not tried: it needs the scope sell.fulfillment, not its read-only sister.",
      ...(channel.notifyCustomer
        ? []
        : ["eBay tells its buyer about each shipment; neither Switchyard nor you can keep it from that."])
    ]
  })
