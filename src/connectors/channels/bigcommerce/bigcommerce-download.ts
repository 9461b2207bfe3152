import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { OrderPage } from "../../../domain/ports/sales-channels.ts"
import { malformed } from "./bigcommerce-answer.ts"
import { readListed, skipReason } from "./bigcommerce-page.ts"
import { orderIncludes } from "./bigcommerce-parts.ts"
import type { Ask } from "./bigcommerce-session.ts"

const ordersPerPage = 50

/**
 * Orders changed since the watermark, by id, each page from the id where the last one ended.
 *
 * Why nothing is skipped or read twice while the store goes on selling: pages by number over a list sorted by change time
 * lose an order whenever one of an earlier page is changed, because it moves to the end and the rest moves up. Here the order
 * of the list is the id, which never changes, and a page is asked for by the last id seen, not by a number. Whatever is
 * changed meanwhile stays in the list (a change time only grows), in its place. Seconds do not matter either: any number of
 * orders may have been changed in the same one.
 *
 * What is changed behind our back, at an id that was passed already, was changed after the run began. So the watermark goes
 * no further than that, and the next run sees it.
 */
const Cursor = Schema.Struct({
  afterId: Schema.Int,
  /** The run's own since and beginning: pages of one run answer one question. */
  since: Schema.String,
  begunAt: Schema.String,
  newest: Schema.NullOr(Schema.String)
})
type Cursor = typeof Cursor.Type

const decodeCursor = Schema.decodeUnknownOption(Schema.fromJsonString(Cursor))

/** Whether the store counts the given second in is not said: one more is asked for, and what is known is dropped. */
const sinceText = (since: string) => new Date(new Date(since).getTime() - 1000).toISOString()

const pathOf = (cursor: Cursor): string => {
  const query = new URLSearchParams({
    min_date_modified: sinceText(cursor.since),
    // Inclusive or not is not said either: the last one is asked for again and dropped.
    ...(cursor.afterId === 0 ? {} : { min_id: String(cursor.afterId) }),
    sort: "id:asc",
    limit: String(ordersPerPage)
  })
  return `/v2/orders?${query}&${orderIncludes}`
}

const idOf = (item: unknown): number | null =>
  typeof item === "object" && item !== null && "id" in item && Number.isSafeInteger(item.id)
    ? Number(item.id)
    : null

const later = (a: string | null, b: Date | null): string | null => {
  const text = b?.toISOString() ?? null
  return a === null || text === null ? (a ?? text) : a > text ? a : text
}

const earlierOf = (a: string, b: string): Date => new Date(a < b ? a : b)

/** The place after a full page. A full page without one new id would be asked for again and again. */
const placeAfter = (cursor: Cursor, listed: ReadonlyArray<unknown>, newest: string | null) => {
  const last = Math.max(...listed.map((item) => idOf(item) ?? 0))
  return last > cursor.afterId
    ? Effect.succeed({ ...cursor, afterId: last, newest })
    : malformed("orders (the same page came again)")
}

export const downloadPage = (ask: Ask) =>
  Effect.fn("bigcommerce.downloadPage")(function* (channel: SalesChannel, since: Date, place: string | null) {
    const begunAt = (yield* now).toISOString()
    const first: Cursor = { afterId: 0, since: since.toISOString(), begunAt, newest: null }
    // A place-mark that cannot be read begins again: orders may be seen twice, never missed.
    const cursor = Option.getOrElse(decodeCursor(place), () => first)
    const { json } = yield* ask(channel, { path: pathOf(cursor) })
    if (json !== undefined && !Array.isArray(json)) return yield* malformed("orders")
    const listed: ReadonlyArray<unknown> = json ?? []
    const fresh = listed.filter((item) => (idOf(item) ?? Number.POSITIVE_INFINITY) > cursor.afterId)
    const page = yield* readListed(ask, channel, fresh, skipReason(channel))
    const newest = later(cursor.newest, page.newestAt)
    const next = listed.length < ordersPerPage ? null : yield* placeAfter(cursor, listed, newest)
    return {
      orders: page.orders,
      broken: page.broken,
      skipped: page.skipped,
      next: next === null ? null : JSON.stringify(next),
      newestAt: next === null && newest !== null ? earlierOf(newest, cursor.begunAt) : null
    } satisfies OrderPage
  })
