import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeField } from "./vendure-answer.ts"
import { orderFields, readOrder } from "./vendure-order.ts"
import {
  decodeMe,
  locationLine,
  maySetStock,
  meFields,
  permissionLines,
  permissionsOf
} from "./vendure-permissions.ts"
import type { Ask } from "./vendure-session.ts"
import { locationsOf } from "./vendure-variants.ts"

const query = `query Test($options: OrderListOptions) {
  activeChannel { code token defaultCurrencyCode }
  ${meFields}
  orders(options: $options) { totalItems items { ${orderFields} } }
}`

const ActiveChannel = Schema.Struct({
  code: Schema.String,
  token: Schema.String,
  defaultCurrencyCode: Schema.String
})
const Orders = Schema.Struct({ totalItems: Schema.Int, items: Schema.Array(Schema.Unknown) })

const orderLine = (items: ReadonlyArray<unknown>, total: number): string => {
  const [item] = items
  if (item === undefined) return "There is no placed order yet; reading orders is allowed."
  const read = readOrder(item, 0)
  if (read._tag === "Broken")
    return `${total} placed orders. The newest read, ${read.broken.place}, cannot be understood: ${read.broken.reason}`
  const { order } = read
  return `${total} placed orders. Read order ${foreignText(order.channelOrderNumber)} (${foreignText(order.channelStatus)}, ${order.total} ${order.currency}).`
}

/**
 * Signs in, reads one order and says what the user's role keeps from working. A wrong channel token is not refused by the
 * shop, so the answer is compared.
 */
export const testChannel = (ask: Ask) => {
  const decodeChannel = decodeField(ActiveChannel, "activeChannel", "its channel")
  const decodeOrders = decodeField(Orders, "orders", "orders")
  const listLocations = locationsOf(ask)
  return Effect.fn("vendure.test")(function* (channel: SalesChannel) {
    const options = { take: 1, sort: { id: "DESC" }, filter: { orderPlacedAt: { isNull: false } } }
    const data = yield* ask(channel, query, { options })
    const active = yield* decodeChannel(data)
    const wanted = (channel.settings.channelToken ?? "").trim()
    if (wanted !== "" && wanted !== active.token)
      return yield* new ChannelFailure({
        reason: "Misconfigured",
        message: `The shop does not know this channelToken: it answers for its channel ${foreignText(active.code)}.`
      })
    const orders = yield* decodeOrders(data)
    const may = permissionsOf(yield* decodeMe(data), active.token)
    const stock = maySetStock(may) ? [locationLine(channel, yield* listLocations(channel))] : []
    return [
      "Signed in.",
      `Talking to the shop's channel ${foreignText(active.code)}, in ${foreignText(active.defaultCurrencyCode)}.`,
      orderLine(orders.items, orders.totalItems),
      ...permissionLines(may),
      ...stock
    ]
  })
}
