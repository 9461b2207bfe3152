import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { OrderPage } from "../../../domain/ports/sales-channels.ts"
import { decodeField } from "./vendure-answer.ts"
import { orderFields, type ReadOrder, readOrder } from "./vendure-order.ts"
import type { Ask } from "./vendure-session.ts"

const ordersPerPage = 100

/**
 * Two passes, because Vendure's updatedAt moves with basket edits and cancelOrder only: not with payment, state,
 * refund or a changed address.
 * - changed: placed or updated since the watermark. No order ever leaves this list, so skipping loses none.
 * - waiting: placed earlier and eligible now: paid late, released by the shop's staff, refunded, edited. An order may leave
 *   this list while it is read (it is being shipped); what slips is read by the next run, which lists them all again.
 */
const Cursor = Schema.Struct({
  pass: Schema.Literals(["changed", "waiting"]),
  skip: Schema.Int,
  /** The run's own since: pages of one run answer one question. */
  since: Schema.String,
  /** Newest change seen so far. Handed over with the last page only: the pages are sorted by id, not by time. */
  newest: Schema.NullOr(Schema.String)
})
type Cursor = typeof Cursor.Type

const decodeCursor = Schema.decodeUnknownOption(Schema.fromJsonString(Cursor))

const query = `query Orders($options: OrderListOptions) {
  orders(options: $options) { totalItems items { ${orderFields} } }
}`

const decodeItems = decodeField(
  Schema.Struct({ totalItems: Schema.optionalKey(Schema.Int), items: Schema.Array(Schema.Unknown) }),
  "orders",
  "orders"
)

/** `after` is strict at the shop; our since is inclusive. */
const justBefore = (at: Date) => new Date(at.getTime() - 1).toISOString()

const filterOf = (channel: SalesChannel, cursor: Cursor) => {
  const since = new Date(cursor.since)
  const earliest = justBefore(channel.earliestOrderAt)
  if (cursor.pass === "waiting")
    return {
      _and: [
        { orderPlacedAt: { after: earliest } },
        { orderPlacedAt: { before: since.toISOString() } },
        { state: { in: channel.eligibleStatuses } }
      ]
    }
  const floor = since > channel.earliestOrderAt ? justBefore(since) : earliest
  return {
    _and: [
      { orderPlacedAt: { isNull: false } },
      { _or: [{ orderPlacedAt: { after: floor } }, { updatedAt: { after: justBefore(since) } }] }
    ]
  }
}

const skipReason = (channel: SalesChannel, read: ReadOrder & { _tag: "Order" }): string | null => {
  const { order } = read
  if (order.placedAt < channel.earliestOrderAt)
    return `placed ${order.placedAt.toISOString()}, before the earliest order date of this channel`
  // A canceled order is handed over whatever the settings say: it may be one that we hold.
  if (order.standing === "canceled" || channel.eligibleStatuses.includes(order.channelStatus)) return null
  return `${order.channelStatus} is not an eligible status of this channel`
}

const sorted = (channel: SalesChannel, reads: ReadonlyArray<ReadOrder>) => {
  const broken = reads.flatMap((read) => (read._tag === "Broken" ? [read.broken] : []))
  const judged = reads
    .filter((read) => read._tag === "Order")
    .map((read) => ({ order: read.order, reason: skipReason(channel, read) }))
  return {
    broken,
    orders: judged.filter((j) => j.reason === null).map((j) => j.order),
    skipped: judged.flatMap((j) =>
      j.reason === null ? [] : [{ channelOrderNumber: j.order.channelOrderNumber, reason: j.reason }]
    ),
    newest:
      judged
        .map((j) => j.order.updatedAt.toISOString())
        .sort()
        .at(-1) ?? null
  }
}

/** The place after this page; null after the last page of the last pass. */
const nextCursor = (
  channel: SalesChannel,
  cursor: Cursor,
  items: number,
  newest: string | null
): Cursor | null => {
  if (items === ordersPerPage) return { ...cursor, skip: cursor.skip + items, newest }
  const nothingWaits =
    cursor.pass === "waiting" ||
    channel.eligibleStatuses.length === 0 ||
    new Date(cursor.since) <= channel.earliestOrderAt
  return nothingWaits ? null : { ...cursor, pass: "waiting", skip: 0, newest }
}

const newer = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b

const earlier = (a: Date, b: Date): Date => (a < b ? a : b)

export const downloadPage = (ask: Ask) =>
  Effect.fn("vendure.downloadPage")(function* (channel: SalesChannel, since: Date, place: string | null) {
    const first: Cursor = { pass: "changed", skip: 0, since: since.toISOString(), newest: null }
    // A place-mark that cannot be read begins again: orders may be seen twice, never missed.
    const cursor = Option.getOrElse(decodeCursor(place), () => first)
    const options = {
      take: ordersPerPage,
      skip: cursor.skip,
      sort: { id: "ASC" },
      filter: filterOf(channel, cursor)
    }
    const { items, totalItems } = yield* decodeItems(yield* ask(channel, query, { options }))
    const page = sorted(channel, items.map(readOrder))
    const newest = cursor.pass === "changed" ? newer(cursor.newest, page.newest) : cursor.newest
    const next = nextCursor(channel, cursor, items.length, newest)
    return {
      orders: page.orders,
      broken: page.broken,
      skipped: page.skipped,
      next: next === null ? null : JSON.stringify(next),
      // A shop whose clock runs ahead, or one order dated next year, must not carry the watermark past tomorrow's orders.
      // Of this pass; what waits from earlier is mostly little.
      ...(totalItems === undefined
        ? {}
        : { remaining: Math.max(0, totalItems - cursor.skip - items.length) }),
      newestAt: next === null && newest !== null ? earlier(new Date(newest), yield* now) : null
    } satisfies OrderPage
  })
