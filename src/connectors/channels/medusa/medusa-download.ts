import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { OrderPage } from "../../../domain/ports/sales-channels.ts"
import { listOf, read } from "./medusa-answer.ts"
import { orderFields, type ReadOrder, readOrder } from "./medusa-order.ts"
import type { Query, Send } from "./medusa-session.ts"

const ordersPerPage = 100
const dayMs = 24 * 3_600_000
const usualWaitDays = 14

/**
 * Two passes, because updated_at moves with the order itself only: not when its payment is captured or refunded.
 * - changed: placed or updated since the watermark. Sorted by id, an order that joins in the middle pushes others back, so
 *   some are read twice and none is skipped; the one that joined is younger than the run's begin, where the watermark stops.
 * - waiting: placed in the days before, whatever happened since. This set stands still while it is read.
 */
const Cursor = Schema.Struct({
  pass: Schema.Literals(["changed", "waiting"]),
  offset: Schema.Int,
  /** The run's own since: pages of one run answer one question. */
  since: Schema.String,
  /** When the run began, by the shop's clock. */
  began: Schema.NullOr(Schema.String),
  /** Newest change seen so far. Handed over with the last page only: the pages are sorted by id, not by time. */
  newest: Schema.NullOr(Schema.String)
})
type Cursor = typeof Cursor.Type

const decodeCursor = Schema.decodeUnknownOption(Schema.fromJsonString(Cursor))

const Page = Schema.Struct({ orders: Schema.Array(Schema.Unknown), count: Schema.Int })

/** For how many days a payment may be late and still be seen. */
const waitDays = (channel: SalesChannel): Effect.Effect<number, ChannelFailure> => {
  const text = (channel.settings.waitDays ?? "").trim()
  const days = text === "" ? usualWaitDays : Number(text)
  if (Number.isInteger(days) && days >= 0 && days <= 365) return Effect.succeed(days)
  return new ChannelFailure({
    reason: "Misconfigured",
    message: "The setting waitDays is a whole number of days from 0 to 365."
  })
}

const later = (a: Date, b: Date): Date => (a > b ? a : b)

const filterOf = (channel: SalesChannel, cursor: Cursor, days: number, at: Date): Query => {
  const since = new Date(cursor.since)
  if (cursor.pass === "changed")
    return [
      ["updated_at[$gte]", since.toISOString()],
      ["created_at[$gte]", channel.earliestOrderAt.toISOString()]
    ]
  const from = later(channel.earliestOrderAt, new Date(at.getTime() - days * dayMs))
  return [
    ["created_at[$gte]", from.toISOString()],
    ["created_at[$lt]", since.toISOString()]
  ]
}

const salesChannelOf = (channel: SalesChannel): Query => {
  const id = (channel.settings.salesChannel ?? "").trim()
  return id === "" ? [] : listOf("sales_channel_id", [id])
}

const skipReason = (channel: SalesChannel, read: ReadOrder & { _tag: "Order" }): string | null => {
  const { order, open } = read
  // These are handed over whatever the settings say: they may be orders that we hold.
  if (order.standing === "canceled" || (order.standing === "refunded" && open)) return null
  if (channel.eligibleStatuses.includes(order.channelStatus)) return null
  return `${order.channelStatus} is not an eligible status of this channel`
}

const sorted = (channel: SalesChannel, cursor: Cursor, reads: ReadonlyArray<ReadOrder>) => {
  const since = new Date(cursor.since)
  const judged = reads
    .filter((read) => read._tag === "Order")
    // What changed since was read by the first pass, or is read by the next run.
    .filter((read) => cursor.pass === "changed" || read.order.updatedAt < since)
    .map((read) => ({ order: read.order, reason: skipReason(channel, read) }))
  return {
    broken: reads.flatMap((read) => (read._tag === "Broken" ? [read.broken] : [])),
    orders: judged.filter((j) => j.reason === null).map((j) => j.order),
    // The waiting ones were listed as skipped when they came; they are not listed again by every run.
    skipped:
      cursor.pass === "waiting"
        ? []
        : judged.flatMap((j) =>
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
  count: number,
  days: number
): Cursor | null => {
  const offset = cursor.offset + items
  // The shop's own count: it may give fewer at once than it was asked for.
  if (items > 0 && offset < count) return { ...cursor, offset }
  const began = new Date(cursor.began ?? cursor.since)
  const nothingWaits =
    cursor.pass === "waiting" ||
    days === 0 ||
    channel.eligibleStatuses.length === 0 ||
    new Date(cursor.since) <= later(channel.earliestOrderAt, new Date(began.getTime() - days * dayMs))
  return nothingWaits ? null : { ...cursor, pass: "waiting", offset: 0 }
}

const newer = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b

/** A change during the run may have been missed: the watermark stops where the run began. */
const watermarkOf = (cursor: Cursor, ours: Date): Date | null => {
  if (cursor.newest === null) return null
  const newest = new Date(cursor.newest)
  const began = cursor.began === null ? ours : new Date(cursor.began)
  return newest < began ? newest : began
}

export const downloadPage = (send: Send) => {
  const list = read(send, Page, "orders")
  return Effect.fn("medusa.downloadPage")(function* (
    channel: SalesChannel,
    since: Date,
    place: string | null
  ) {
    const ours = yield* now
    const days = yield* waitDays(channel)
    const first: Cursor = {
      pass: "changed",
      offset: 0,
      since: since.toISOString(),
      began: null,
      newest: null
    }
    // A place-mark that cannot be read begins again: orders may be seen twice, never missed.
    const cursor = Option.getOrElse(decodeCursor(place), () => first)
    const at = new Date(cursor.began ?? ours)
    const answer = yield* list(channel, "/admin/orders", [
      ["fields", orderFields],
      ["order", "id"],
      ["limit", String(ordersPerPage)],
      ["offset", String(cursor.offset)],
      ...filterOf(channel, cursor, days, at),
      ...salesChannelOf(channel)
    ])
    const page = sorted(channel, cursor, answer.body.orders.map(readOrder))
    const seen: Cursor = {
      ...cursor,
      began: cursor.began ?? (answer.at ?? ours).toISOString(),
      newest: cursor.pass === "changed" ? newer(cursor.newest, page.newest) : cursor.newest
    }
    const { orders, count } = answer.body
    const next = nextCursor(channel, seen, orders.length, count, days)
    return {
      orders: page.orders,
      broken: page.broken,
      skipped: page.skipped,
      next: next === null ? null : JSON.stringify(next),
      // Of this pass; what waits from earlier is mostly little. Sorted by id, the orders' times do not tell how far a run is.
      remaining: Math.max(0, count - cursor.offset - orders.length),
      newestAt: next === null ? watermarkOf(seen, ours) : null
    } satisfies OrderPage
  })
}
