import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import { withPayload } from "../../../domain/model/order-payload.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { type BrokenOrder, brokenOrder } from "../broken-item.ts"
import { decoderOf } from "../decoded.ts"
import { decodeField } from "./shopify-answer.ts"
import { moreLinesDocument, moreWorkDocument, moreWorkLinesDocument } from "./shopify-documents.ts"
import { Line, pageOf, ShopOrder, Work, WorkLine } from "./shopify-nodes.ts"
import { incomingOrder } from "./shopify-order.ts"
import { allNodes, whole } from "./shopify-pages.ts"
import type { Ask } from "./shopify-session.ts"

export type ReadOrder =
  | { readonly _tag: "Order"; readonly order: IncomingOrder }
  /** Read and understood; nothing of it is to be sent from a location of this channel. */
  | { readonly _tag: "Elsewhere"; readonly order: ShopOrder }
  | { readonly _tag: "Broken"; readonly broken: BrokenOrder }

const decodeOrder = decoderOf(ShopOrder)

const broken = (item: unknown, position: number, reason: string): ReadOrder => ({
  _tag: "Broken",
  broken: brokenOrder(item, "id", position, reason)
})

const isLong = (order: ShopOrder): boolean =>
  order.lineItems.pageInfo.hasNextPage ||
  order.fulfillmentOrders.pageInfo.hasNextPage ||
  order.fulfillmentOrders.nodes.some((work) => work.lineItems.pageInfo.hasNextPage)

/** Fulfillment orders with all their lines. */
export const makeWholeWork = (ask: Ask) => {
  const decodePage = decodeField(
    Schema.Struct({ lineItems: pageOf(WorkLine) }),
    "fulfillmentOrder",
    "the lines of a fulfillment order"
  )
  return Effect.fn("shopify.wholeWork")(function* (channel: SalesChannel, works: ReadonlyArray<Work>) {
    const all: Array<Work> = []
    for (const work of works) {
      const nodes = yield* allNodes(work.lineItems, "the lines of a fulfillment order", (after) =>
        ask(channel, moreWorkLinesDocument, { id: work.id, after }).pipe(
          Effect.flatMap(({ data }) => decodePage(data)),
          Effect.map((page) => page.lineItems)
        )
      )
      all.push({ ...work, lineItems: whole(nodes) })
    }
    return all
  })
}

/** What stands behind the first page of an order's lists. */
const makeComplete = (ask: Ask) => {
  const decodeLines = decodeField(
    Schema.Struct({ lineItems: pageOf(Line) }),
    "order",
    "the lines of an order"
  )
  const decodeWork = decodeField(
    Schema.Struct({ fulfillmentOrders: pageOf(Work) }),
    "order",
    "the fulfillment orders of an order"
  )
  const wholeWork = makeWholeWork(ask)
  return Effect.fn("shopify.complete")(function* (channel: SalesChannel, order: ShopOrder) {
    const { id } = order
    const lines = yield* allNodes(order.lineItems, "the lines of an order", (after) =>
      ask(channel, moreLinesDocument, { id, after }).pipe(
        Effect.flatMap(({ data }) => decodeLines(data)),
        Effect.map((page) => page.lineItems)
      )
    )
    const works = yield* allNodes(order.fulfillmentOrders, "the fulfillment orders of an order", (after) =>
      ask(channel, moreWorkDocument, { id, after }).pipe(
        Effect.flatMap(({ data }) => decodeWork(data)),
        Effect.map((page) => page.fulfillmentOrders)
      )
    )
    return {
      ...order,
      lineItems: whole(lines),
      fulfillmentOrders: whole(yield* wholeWork(channel, works))
    } satisfies ShopOrder
  })
}

/** Then whoever else waits has a turn: what was read before is being written meanwhile, and waits for answers of the database. */
const ordersATurn = 10

/** Reads orders one by one, each with all its lines; a broken one is set aside and keeps nobody back. */
export const makeReadOrders = (ask: Ask) => {
  const complete = makeComplete(ask)
  return Effect.fn("shopify.readItems")(function* (
    channel: SalesChannel,
    items: ReadonlyArray<unknown>,
    holdsNul: boolean
  ) {
    const reads: Array<ReadOrder> = []
    for (const [position, item] of items.entries()) {
      if (position % ordersATurn === ordersATurn - 1) yield* Effect.yieldNow
      if (holdsNul && JSON.stringify(item).includes("\\u0000")) {
        reads.push(broken(item, position, "holds a NUL character, which no database can keep"))
        continue
      }
      const read = decodeOrder(item)
      if (read._tag === "Odd") {
        reads.push(broken(item, position, read.reason))
        continue
      }
      const order = isLong(read.value) ? yield* complete(channel, read.value) : read.value
      const incoming = incomingOrder(channel, order)
      reads.push(
        incoming === null
          ? { _tag: "Elsewhere", order }
          : { _tag: "Order", order: withPayload(incoming, () => JSON.stringify(item) ?? "null") }
      )
    }
    return reads
  })
}
