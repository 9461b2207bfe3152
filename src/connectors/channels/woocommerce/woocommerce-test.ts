import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { foreignText } from "../../foreign-text.ts"
import { arrayOf } from "./woocommerce-answer.ts"
import { statusFilter } from "./woocommerce-list.ts"
import { idOf, orderFields, readOrder } from "./woocommerce-order.ts"
import type { Session } from "./woocommerce-session.ts"
import { type Ways, wayWords } from "./woocommerce-ways.ts"

const orderLine = (items: ReadonlyArray<unknown>, total: string | null): string => {
  const [item] = items
  if (item === undefined) return "There is no order yet; reading orders is allowed."
  const count = /^\d{1,9}$/.test(total ?? "") ? `${total} orders. ` : ""
  const read = readOrder(item, 0)
  if (read._tag === "Broken")
    return `${count}The newest read, ${read.broken.place}, cannot be understood: ${read.broken.reason}`
  const { order } = read
  return `${count}Read order ${foreignText(order.number)} (${foreignText(order.status)}, ${order.total} ${order.currency}).`
}

/** Signs in, reads one order, and finds out what else the key and the shop can do. Nothing is changed. */
export const testChannel = (session: Session, ways: Ways) => {
  const list = (channel: SalesChannel, status: string) =>
    session.ask(channel, {
      method: "GET",
      route: "wc/v3/orders",
      query: { status, orderby: "id", order: "desc", per_page: 1, _fields: orderFields }
    })

  /** A batch of nothing does nothing, and is refused to a key that may only read. */
  const writing = Effect.fn("woocommerce.testWriting")(function* (
    channel: SalesChannel,
    route: string,
    what: string
  ) {
    const said = yield* session.said(channel, { method: "POST", route, body: { update: [] } })
    return said._tag === "Answered"
      ? `The key may change ${what}.`
      : `The key may NOT change ${what}: ${said.failure.message}`
  })

  return Effect.fn("woocommerce.test")(function* (channel: SalesChannel) {
    const newest = yield* list(channel, "any")
    const items = yield* arrayOf(newest.json, "orders")
    // The filter of every download: a status that the shop does not know would stop them all.
    yield* list(channel, statusFilter(channel))
    const way = yield* ways.of(channel, idOf(items[0]) ?? 0)
    return [
      "Signed in.",
      orderLine(items, newest.header("x-wp-total")),
      yield* writing(channel, "wc/v3/orders/batch", "orders, so shipments can be told"),
      yield* writing(channel, "wc/v3/products/batch", "products, so stock can be set"),
      wayWords[way]
    ]
  })
}
