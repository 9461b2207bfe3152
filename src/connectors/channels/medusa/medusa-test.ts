import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"
import { listOf, read } from "./medusa-answer.ts"
import { orderFields, readOrder } from "./medusa-order.ts"
import type { Send } from "./medusa-session.ts"

const Named = Schema.Struct({ id: Schema.NonEmptyString, name: Schema.NullOr(Schema.String) })
type Named = typeof Named.Type

const called = (one: Named): string => `${foreignText(one.name ?? "without a name")} (${foreignText(one.id)})`

const orderLine = (items: ReadonlyArray<unknown>, total: number): string => {
  const [item] = items
  if (item === undefined) return "There is no order yet; reading orders is allowed."
  const read = readOrder(item, 0)
  if (read._tag === "Broken")
    return `${total} orders. The newest, ${read.broken.place}, cannot be understood: ${read.broken.reason}`
  const { order } = read
  return `${total} orders. Read order ${foreignText(order.channelOrderNumber)} (${foreignText(order.channelStatus)}, ${order.total} ${order.currency}).`
}

const unknownSetting = (name: string, id: string, known: ReadonlyArray<Named>): ChannelFailure =>
  new ChannelFailure({
    reason: "Misconfigured",
    message: `The shop knows no "${foreignText(id)}" of the setting ${name}. It has: ${known.map(called).join(", ") || "none"}.`
  })

const locationLine = (chosen: string, known: ReadonlyArray<Named>): string => {
  const one = known.find((l) => l.id === chosen)
  if (one !== undefined) return `Stock is set at ${called(one)}.`
  const all = known.map(called).join(", ")
  if (known.length === 0) return "The shop has no stock location: Inventory Upload has nowhere to write to."
  return known.length === 1
    ? `Stock is set at the only stock location, ${all}.`
    : `Stock locations: ${all}. Say which with the setting stockLocation before Inventory Upload is switched on.`
}

/** Signs in and reads what the services will need: the shop's name, one order, where stock is kept. */
export const testChannel = (send: Send) => {
  const stores = read(send, Schema.Struct({ stores: Schema.Array(Named) }), "its name")
  const orders = read(
    send,
    Schema.Struct({ orders: Schema.Array(Schema.Unknown), count: Schema.Int }),
    "orders"
  )
  const locations = read(send, Schema.Struct({ stock_locations: Schema.Array(Named) }), "stock locations")
  const shops = read(send, Schema.Struct({ sales_channels: Schema.Array(Named) }), "sales channels")
  const named = [
    ["fields", "id,name"],
    ["limit", "100"]
  ] as const

  return Effect.fn("medusa.test")(function* (channel: SalesChannel) {
    const store = (yield* stores(channel, "/admin/stores", named)).body.stores[0]
    const chosen = (channel.settings.salesChannel ?? "").trim()
    const sources =
      chosen === "" ? [] : (yield* shops(channel, "/admin/sales-channels", named)).body.sales_channels
    const source = sources.find((s) => s.id === chosen)
    if (chosen !== "" && source === undefined) return yield* unknownSetting("salesChannel", chosen, sources)
    const newest = yield* orders(channel, "/admin/orders", [
      ["fields", orderFields],
      ["order", "-created_at"],
      ["limit", "1"],
      ...listOf("sales_channel_id", chosen === "" ? [] : [chosen])
    ])
    const known = (yield* locations(channel, "/admin/stock-locations", named)).body.stock_locations
    const location = (channel.settings.stockLocation ?? "").trim()
    if (location !== "" && !known.some((l) => l.id === location))
      return yield* unknownSetting("stockLocation", location, known)
    return [
      "Signed in.",
      `Talking to ${foreignText(store?.name ?? "a shop without a name")}${source === undefined ? "" : `, sales channel ${called(source)}`}.`,
      orderLine(newest.body.orders, newest.body.count),
      locationLine(location, known)
    ]
  })
}
