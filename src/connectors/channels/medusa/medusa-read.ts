import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { listOf, mostInList, read } from "./medusa-answer.ts"
import { orderFields, readOrder } from "./medusa-order.ts"
import type { Send } from "./medusa-session.ts"

/** Orders as they stand now, whatever their status; what the shop does not know, or nobody can read, is left out. */
export const readOrders = (send: Send) => {
  const list = read(send, Schema.Struct({ orders: Schema.Array(Schema.Unknown) }), "orders")
  return Effect.fn("medusa.readOrders")(function* (channel: SalesChannel, ids: ReadonlyArray<string>) {
    const orders: Array<IncomingOrder> = []
    for (const batch of inBatches(ids, mostInList)) {
      const { body } = yield* list(channel, "/admin/orders", [
        ["fields", orderFields],
        ["limit", String(mostInList)],
        ...listOf("id", batch)
      ])
      for (const read of body.orders.map(readOrder)) if (read._tag === "Order") orders.push(read.order)
    }
    return orders
  })
}
