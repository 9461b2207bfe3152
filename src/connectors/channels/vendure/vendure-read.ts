import * as Effect from "effect/Effect"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { orderFields, readOrder } from "./vendure-order.ts"
import type { Ask } from "./vendure-session.ts"

/** Orders in one question: the shop limits how much one may ask. */
const atOnce = 20

/** One question for several: each order by a name of its own, its id as a variable, because it is foreign text. */
const queryOf = (count: number): string => {
  const places = Array.from({ length: count }, (_, i) => i)
  return `query Standing(${places.map((i) => `$i${i}: ID!`).join(", ")}) {
    ${places.map((i) => `o${i}: order(id: $i${i}) { ${orderFields} }`).join("\n")}
  }`
}

const readBatch = Effect.fn("readBatch")(function* (
  ask: Ask,
  channel: SalesChannel,
  ids: ReadonlyArray<string>
) {
  const variables = Object.fromEntries(ids.map((id, i) => [`i${i}`, id]))
  const data = yield* ask(channel, queryOf(ids.length), variables)
  return ids.flatMap((_, i): ReadonlyArray<IncomingOrder> => {
    const item = data[`o${i}`]
    if (item === null || item === undefined) return []
    const read = readOrder(item, i)
    return read._tag === "Order" ? [read.order] : []
  })
})

/** Orders as they stand now, whatever their status; what the shop does not know, or nobody can read, is left out. */
export const readOrders = (ask: Ask) =>
  Effect.fn("vendure.readOrders")(function* (channel: SalesChannel, channelOrderIds: ReadonlyArray<string>) {
    const orders: Array<IncomingOrder> = []
    for (const ids of inBatches(channelOrderIds, atOnce))
      orders.push(...(yield* readBatch(ask, channel, ids)))
    return orders
  })
