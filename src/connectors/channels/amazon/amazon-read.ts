import * as Effect from "effect/Effect"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { AmazonAsk } from "./amazon-ask.ts"
import { placeOf } from "./amazon-marketplace.ts"
import { readOrder } from "./amazon-order.ts"
import { getOrder } from "./amazon-orders-api.ts"
import type { WithPersonalData } from "./amazon-personal-data.ts"

/** One by one, because Amazon has no other way; what it does not know, or nobody can read, is left out. */
export const readOrders = (ask: AmazonAsk, withPersonalData: WithPersonalData) => {
  const get = getOrder(ask)
  return Effect.fn("amazon.readOrders")(function* (
    channel: SalesChannel,
    channelOrderIds: ReadonlyArray<string>
  ) {
    const place = yield* placeOf(channel)
    const orders: Array<IncomingOrder> = []
    for (const id of channelOrderIds) {
      const item = yield* withPersonalData(channel, (includedData) => get(channel, place, id, includedData))
      const read = item === null ? null : readOrder(item, 0, place.currency)
      if (read?._tag === "Order") orders.push(read.order)
    }
    return orders
  })
}
