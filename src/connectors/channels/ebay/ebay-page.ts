import type { IncomingOrder } from "../../../domain/model/order.ts"
import { withPayload } from "../../../domain/model/order-payload.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { OrderPage } from "../../../domain/ports/sales-channels.ts"
import { brokenOrder } from "../broken-item.ts"
import { readOrder, readShape } from "./ebay-order.ts"

export type ReadPage = Pick<OrderPage, "orders" | "broken" | "skipped">

export const skipReason =
  (channel: SalesChannel) =>
  (order: IncomingOrder): string | null => {
    if (order.placedAt < channel.earliestOrderAt)
      return `placed ${order.placedAt.toISOString()}, before the earliest order date of this channel`
    // Canceled and refunded orders are handed over whatever the settings say: they may be some that we hold.
    if (order.standing !== "ok" || channel.eligibleStatuses.includes(order.channelStatus)) return null
    return `${order.channelStatus} is not an eligible status of this channel`
  }

/** Reads each order on its own, so that a broken one does not take its page with it. */
export const readItems = (
  items: ReadonlyArray<unknown>,
  skip: (order: IncomingOrder) => string | null
): ReadPage => {
  const orders: Array<IncomingOrder> = []
  const broken: Array<OrderPage["broken"][number]> = []
  const skipped: Array<OrderPage["skipped"][number]> = []
  for (const [i, item] of items.entries()) {
    const shape = readShape(item)
    const read = shape._tag === "Read" ? readOrder(shape.value) : shape
    if (read._tag === "Odd") {
      broken.push(brokenOrder(item, "orderId", i, read.reason))
      continue
    }
    const reason = skip(read.value)
    if (reason === null) orders.push(withPayload(read.value, () => JSON.stringify(item) ?? "null"))
    else skipped.push({ channelOrderNumber: read.value.channelOrderNumber, reason })
  }
  return { orders, broken, skipped }
}
