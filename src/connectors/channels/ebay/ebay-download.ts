import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { OrderPage } from "../../../domain/ports/sales-channels.ts"
import { oneOf } from "./ebay-answer.ts"
import { hasCancelTrouble, readShape } from "./ebay-order.ts"
import { readItems, skipReason } from "./ebay-page.ts"
import { readRaw } from "./ebay-read.ts"
import type { Ask } from "./ebay-session.ts"

/** eBay's own limit; more is an error. */
const ordersPerPage = 200
const dayMs = 86_400_000
/** eBay keeps orders for two years. */
export const reachBackDays = 729
const windowMs = 30 * dayMs
/** eBay refuses a time to come, and its clock may be behind ours. */
const behindMs = 60_000

/**
 * Orders changed since the watermark, in windows of change time that are closed at both ends, each read from its LAST page to
 * its first.
 *
 * Why nothing is skipped while buyers go on buying: eBay has only numbered pages and does not promise an order of its list.
 * A window that lies in the past can lose orders (a change moves them out of it, to a window that is read later), and can
 * never gain one. When one is lost, those behind it move up by one place: towards the pages that are still to come, because the
 * last page is read first. So an order may be seen twice, which costs nothing, and is never jumped over. How many were
 * changed in one second does not matter.
 *
 * What is changed after the window's end is read by the next window or the next run.
 */
const Cursor = Schema.Struct({
  from: Schema.String,
  to: Schema.String,
  /** Where the run ends. */
  end: Schema.String,
  /** The page to read; null: how many there are is not known yet. */
  offset: Schema.NullOr(Schema.Int),
  newest: Schema.NullOr(Schema.String)
})
type Cursor = typeof Cursor.Type

const decodeCursor = Schema.decodeUnknownOption(Schema.fromJsonString(Cursor))

const decodeList = oneOf(
  Schema.Struct({
    total: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
    orders: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.Unknown)))
  }),
  "orders"
)

const windowFrom = (fromMs: number, endMs: number): Cursor => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(Math.min(endMs, fromMs + windowMs)).toISOString(),
  end: new Date(endMs).toISOString(),
  offset: null,
  newest: null
})

const firstWindow = (since: Date, at: Date): Cursor => {
  const endMs = at.getTime() - behindMs
  const fromMs = Math.max(since.getTime(), at.getTime() - reachBackDays * dayMs)
  return windowFrom(Math.min(fromMs, endMs - 1000), endMs)
}

/** `[ ] { | }` travel as percent signs, which is what eBay asks for. */
const pathOf = ({ from, to, offset }: Cursor): string => {
  const filter = encodeURIComponent(`lastmodifieddate:[${from}..${to}]`)
  return `/sell/fulfillment/v1/order?filter=${filter}&limit=${ordersPerPage}&offset=${offset ?? 0}`
}

const lastPage = (total: number): number => Math.floor(Math.max(0, total - 1) / ordersPerPage) * ordersPerPage

const nextWindow = (cursor: Cursor): Cursor | null =>
  cursor.to >= cursor.end ? null : windowFrom(new Date(cursor.to).getTime(), new Date(cursor.end).getTime())

/** An order about whose cancel something goes on is read once more by itself: the list does not say what. */
const withCancels = (ask: Ask, channel: SalesChannel, items: ReadonlyArray<unknown>) =>
  Effect.forEach(
    items,
    (item) => {
      const shape = readShape(item)
      return shape._tag === "Read" && hasCancelTrouble(shape.value)
        ? Effect.map(readRaw(ask, channel, shape.value.orderId), (own) => own ?? item)
        : Effect.succeed(item)
    },
    { concurrency: 4 }
  )

const newestOf = (items: ReadonlyArray<unknown>, known: string | null): string | null =>
  items.reduce<string | null>((newest, item) => {
    const shape = readShape(item)
    if (shape._tag === "Odd") return newest
    const at = shape.value.lastModifiedDate.toISOString()
    return newest === null || at > newest ? at : newest
  }, known)

const earlier = (a: Date, b: Date): Date => (a < b ? a : b)

const nothing: OrderPage = { orders: [], broken: [], skipped: [], next: null, newestAt: null }

export const downloadPage = (ask: Ask) =>
  Effect.fn("ebay.downloadPage")(function* (channel: SalesChannel, since: Date, place: string | null) {
    // A place-mark that cannot be read begins again: orders may be seen twice, never missed.
    const first = firstWindow(since, yield* now)
    const cursor = Option.getOrElse(decodeCursor(place), () => first)
    const { json } = yield* ask(channel, { path: pathOf(cursor) })
    const list = yield* decodeList(json)
    const last = lastPage(list.total)
    // Several pages: this was the first one, which is read at the end.
    if (cursor.offset === null && last > 0)
      return { ...nothing, next: JSON.stringify({ ...cursor, offset: last }) }
    const items = yield* withCancels(ask, channel, list.orders ?? [])
    const newest = newestOf(list.orders ?? [], cursor.newest)
    const isWindowRead = (cursor.offset ?? 0) === 0
    const next = isWindowRead
      ? nextWindow(cursor)
      : { ...cursor, offset: Math.max(0, (cursor.offset ?? 0) - ordersPerPage), newest }
    return {
      ...readItems(items, skipReason(channel)),
      next: next === null ? null : JSON.stringify(next),
      // A window that is read whole is done with, whatever becomes of the run.
      newestAt: isWindowRead && newest !== null ? earlier(new Date(newest), new Date(cursor.to)) : null
    } satisfies OrderPage
  })
