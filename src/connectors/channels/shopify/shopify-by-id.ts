import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decodeField } from "./shopify-answer.ts"
import { ordersByIdDocument } from "./shopify-documents.ts"
import { withdrawnOrder } from "./shopify-order.ts"
import { makeSized } from "./shopify-pages.ts"
import { makeReadOrders, type ReadOrder } from "./shopify-read-order.ts"
import type { Ask } from "./shopify-session.ts"

/** Orders in one question. Recorded: the price of `nodes` does not grow with the number of ids. */
const atOnce = 100

const decodeNodes = decodeField(Schema.Array(Schema.Unknown), "nodes", "orders")

const orderId = /^gid:\/\/shopify\/Order\/\d{1,20}$/

const isOrder = (node: unknown): boolean =>
  typeof node === "object" && node !== null && "__typename" in node && node.__typename === "Order"

/** These orders as they stand now. An id that is none of Shopify's is not asked: it would refuse the whole question. */
export const makeReadById = (ask: Ask) => {
  const sized = makeSized(ask, atOnce)
  const readItems = makeReadOrders(ask)
  return Effect.fn("shopify.readById")(function* (channel: SalesChannel, ids: ReadonlyArray<string>) {
    const known = [...new Set(ids)].filter((id) => orderId.test(id))
    const reads: Array<ReadOrder> = []
    let from = 0
    while (from < known.length) {
      let taken = 0
      const answer = yield* sized(channel, ordersByIdDocument, (size) => {
        const batch = known.slice(from, from + size)
        taken = batch.length
        return { ids: batch }
      })
      from += taken
      const nodes = (yield* decodeNodes(answer.data)).filter(isOrder)
      reads.push(...(yield* readItems(channel, nodes, answer.holdsNul)))
    }
    return reads
  })
}

const asWeHoldIt = (read: ReadOrder): IncomingOrder | null => {
  if (read._tag === "Order") return read.order
  return read._tag === "Elsewhere" ? withdrawnOrder(read.order) : null
}

/** Whatever their status; what Shopify does not know, or nobody can read, is left out. */
export const readOrders = (ask: Ask) => {
  const readById = makeReadById(ask)
  return Effect.fn("shopify.readOrders")(function* (channel: SalesChannel, ids: ReadonlyArray<string>) {
    const reads = yield* readById(channel, ids)
    return reads.map(asWeHoldIt).filter((order) => order !== null)
  })
}
