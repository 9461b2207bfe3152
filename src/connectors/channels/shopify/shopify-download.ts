import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { IncomingOrder } from "../../../domain/model/order.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { OrderPage } from "../../../domain/ports/sales-channels.ts"
import { decodeField, malformed } from "./shopify-answer.ts"
import { makeReadById } from "./shopify-by-id.ts"
import {
  behindPage,
  type Cursor,
  firstCursor,
  type Listed,
  ordersPass,
  readCursor,
  writeCursor
} from "./shopify-cursor.ts"
import { movedDocument, ordersDocument } from "./shopify-documents.ts"
import { type PageInfo, pageOf } from "./shopify-nodes.ts"
import { makeSized, rawPage } from "./shopify-pages.ts"
import { makeReadOrders, type ReadOrder } from "./shopify-read-order.ts"
import type { Ask } from "./shopify-session.ts"
import { locationsOf } from "./shopify-settings.ts"

const ordersPerPage = 100
const movedPerPage = 100

const Instant = Schema.DateFromString
const Listing = Schema.Struct({ id: Schema.String, updatedAt: Instant })
const decodeMoved = decodeField(
  pageOf(Schema.Struct({ ...Listing.fields, order: Listing })),
  "fulfillmentOrders",
  "fulfillment orders"
)

/** Shopify's times are whole seconds. */
const wholeSecond = (time: string): Date => new Date(Math.floor(Date.parse(time) / 1000) * 1000)

const changedSince = (since: string): string =>
  `updated_at:>='${wholeSecond(since).toISOString().replace(".000Z", "Z")}'`

const isOver = (order: IncomingOrder): boolean =>
  order.standing === "canceled" || (order.standing === "refunded" && order.channelStatus !== "FULFILLED")

const skipReason = (channel: SalesChannel, order: IncomingOrder): string | null => {
  if (order.placedAt < channel.earliestOrderAt)
    return `placed ${order.placedAt.toISOString()}, before the earliest order date of this channel`
  // What is over is handed over whatever the settings say: it may be one that we hold.
  if (isOver(order) || channel.eligibleStatuses.includes(order.channelStatus)) return null
  const why = order.signals?.risk === undefined ? "" : ` (${order.signals.risk})`
  return `${order.channelStatus} is not an eligible status of this channel${why}`
}

const elsewhere = (channel: SalesChannel): string =>
  locationsOf(channel).length === 0
    ? "no location of the merchant has anything of it to send"
    : `nothing of it is assigned to ${locationsOf(channel).join(", ")}`

const sorted = (channel: SalesChannel, reads: ReadonlyArray<ReadOrder>) => {
  const read = reads.flatMap((one) => (one._tag === "Order" ? [one.order] : []))
  const judged = read.map((order) => ({ order, reason: skipReason(channel, order) }))
  return {
    orders: judged.filter((one) => one.reason === null).map((one) => one.order),
    broken: reads.flatMap((one) => (one._tag === "Broken" ? [one.broken] : [])),
    skipped: [
      ...judged.flatMap(({ order, reason }) =>
        reason === null ? [] : [{ channelOrderNumber: order.channelOrderNumber, reason }]
      ),
      ...reads.flatMap((one) =>
        one._tag === "Elsewhere" ? [{ channelOrderNumber: one.order.name, reason: elsewhere(channel) }] : []
      )
    ]
  }
}

const decodeListed = Schema.decodeUnknownOption(Listing)

const listedOf = (items: ReadonlyArray<unknown>): ReadonlyArray<Listed> =>
  items.flatMap((item) => {
    const listed = decodeListed(item)
    return listed._tag === "Some" && !Number.isNaN(listed.value.updatedAt.getTime()) ? [listed.value] : []
  })

const idOf = (item: unknown): unknown =>
  typeof item === "object" && item !== null && "id" in item ? item.id : undefined

const placeBehind = (page: typeof PageInfo.Type, what: string) => {
  if (!page.hasNextPage) return Effect.succeed(null)
  return page.endCursor === null ? malformed(what) : Effect.succeed(page.endCursor)
}

/** By the channel's clock, but never past what the other pass has seen, nor past now. */
const watermark = (cursor: Cursor, listed: ReadonlyArray<Listed>, at: Date): Date | null => {
  if (listed.length === 0) return null
  const newest = Math.max(...listed.map((one) => one.updatedAt.getTime()))
  return new Date(Math.min(newest, Date.parse(cursor.startedAt), at.getTime()))
}

export const downloadPage = (ask: Ask) => {
  const sized = makeSized(ask, ordersPerPage)
  const readItems = makeReadOrders(ask)
  const readById = makeReadById(ask)

  const ordersPage = Effect.fn("shopify.ordersPage")(function* (channel: SalesChannel, cursor: Cursor) {
    const answer = yield* sized(channel, ordersDocument, (first) => ({
      first,
      after: cursor.after,
      query: changedSince(cursor.since)
    }))
    const { nodes, pageInfo } = yield* rawPage(answer.data, "orders", "orders")
    // After a fresh start of a long list its last second is listed once more.
    const known = new Set<unknown>(cursor.after === null ? (cursor.edge ?? []) : [])
    const items = known.size === 0 ? nodes : nodes.filter((node) => !known.has(idOf(node)))
    const listed = listedOf(nodes)
    const page = sorted(channel, yield* readItems(channel, items, answer.holdsNul))
    const after = yield* placeBehind(pageInfo, "orders")
    return {
      ...page,
      next: after === null ? null : writeCursor(behindPage(cursor, listed, after)),
      newestAt: watermark(cursor, listed, yield* now)
    } satisfies OrderPage
  })

  const movedPage = Effect.fn("shopify.movedPage")(function* (channel: SalesChannel, cursor: Cursor) {
    const { data } = yield* ask(channel, movedDocument, {
      first: movedPerPage,
      after: cursor.after,
      query: changedSince(cursor.since)
    })
    const { nodes, pageInfo } = yield* decodeMoved(data)
    // An order that changed itself comes with the other pass.
    const from = wholeSecond(cursor.from)
    const quiet = nodes.filter((work) => work.order.updatedAt < from).map((work) => work.order.id)
    const page = sorted(channel, yield* readById(channel, quiet))
    const after = yield* placeBehind(pageInfo, "fulfillment orders")
    const next = after === null ? ordersPass(cursor) : behindPage(cursor, nodes, after)
    return { ...page, next: writeCursor(next), newestAt: null } satisfies OrderPage
  })

  return Effect.fn("shopify.downloadPage")(function* (
    channel: SalesChannel,
    since: Date,
    place: string | null
  ) {
    // A place-mark that cannot be read begins again: orders may be seen twice, never missed.
    const cursor = readCursor(place) ?? firstCursor(since, channel.earliestOrderAt, yield* now)
    return yield* cursor.pass === "moved" ? movedPage(channel, cursor) : ordersPage(channel, cursor)
  })
}
