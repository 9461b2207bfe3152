import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { listOf, malformed } from "./bigcommerce-answer.ts"
import { readListed } from "./bigcommerce-page.ts"
import { orderIncludes } from "./bigcommerce-parts.ts"
import type { Ask } from "./bigcommerce-session.ts"
import { statusLabel, statusNames } from "./bigcommerce-status.ts"
import { locationOf } from "./bigcommerce-stock-look.ts"

const Status = Schema.Struct({
  id: Schema.Int,
  custom_label: Schema.optionalKey(Schema.NullOr(Schema.String))
})

const decodeStatuses = listOf(Status, "its statuses")

const orderLine = Effect.fn("bigcommerce.testOrders")(function* (ask: Ask, channel: SalesChannel) {
  const { json } = yield* ask(channel, { path: `/v2/orders?sort=id:desc&limit=1&${orderIncludes}` })
  if (json !== undefined && !Array.isArray(json)) return yield* malformed("orders")
  const page = yield* readListed(ask, channel, json ?? [], () => null)
  const [order] = page.orders
  const [broken] = page.broken
  if (order !== undefined)
    return `Read the newest order, ${foreignText(order.channelOrderNumber)} (${statusLabel(order.channelStatus)}, ${order.total} ${order.currency}).`
  return broken === undefined
    ? "There is no order yet; reading orders is allowed."
    : `The newest order read, ${broken.place}, cannot be taken in: ${broken.reason}`
})

/** What the store itself calls the statuses of this channel: people know their own names, not the numbers. */
const statusLine = Effect.fn("bigcommerce.testStatuses")(function* (ask: Ask, channel: SalesChannel) {
  const { json } = yield* ask(channel, { path: "/v2/order_statuses" })
  const labels = new Map((yield* decodeStatuses(json)).map((s) => [String(s.id), s.custom_label ?? ""]))
  const shown = channel.eligibleStatuses.map((id) => {
    const label = foreignText(labels.get(id) ?? "")
    if (!(id in statusNames)) return `${foreignText(id)} (no status of BigCommerce: write its number)`
    return label === "" || label === statusNames[id] ? statusLabel(id) : `${statusLabel(id)}, here “${label}”`
  })
  return shown.length === 0
    ? "No status is eligible: no order is taken in."
    : `Eligible: ${shown.join("; ")}.`
})

const stockLine = (ask: Ask, channel: SalesChannel): Effect.Effect<string, ChannelError> =>
  Effect.gen(function* () {
    const location = yield* locationOf(channel)
    yield* ask(channel, { path: `/v3/inventory/locations/${location}/items?limit=1` })
    return `Inventory of location ${location} can be read.`
  }).pipe(
    Effect.catchIf(
      (failure) => failure.reason === "Unauthorized" || failure.reason === "Misconfigured",
      (failure) =>
        Effect.succeed(`Inventory cannot be read, so leave Inventory Upload off: ${failure.message}`)
    )
  )

/** Reads an order, the names of the statuses, and the inventory of the channel's location. Writes nothing. */
export const testChannel = (ask: Ask) =>
  Effect.fn("bigcommerce.test")(function* (channel: SalesChannel) {
    const orders = yield* orderLine(ask, channel)
    return [
      "The store and the access token are right.",
      orders,
      yield* statusLine(ask, channel),
      yield* stockLine(ask, channel),
      "Whether the token may write is not tried: it needs the scopes Orders: modify, and Store Inventory: modify.",
      ...(channel.notifyCustomer
        ? []
        : [
            "The store mails its customer about each shipment unless its own settings say no; Switchyard cannot tell it not to."
          ])
    ]
  })
