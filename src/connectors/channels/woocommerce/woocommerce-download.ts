import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { OrderPage } from "../../../domain/ports/sales-channels.ts"
import type { IncomingOrders } from "./woocommerce-beside.ts"
import { listOrders, type OrderList, ordersPerPage } from "./woocommerce-list.ts"
import { idOf, type Order, readOrder } from "./woocommerce-order.ts"
import type { Session } from "./woocommerce-session.ts"
import { skipReason } from "./woocommerce-skip.ts"

/**
 * The shop cannot sort by change, it pages by position, and its list moves while it is read: an order that changes comes in,
 * one whose status changes or that is deleted goes out and moves all later ones forward. So:
 * - Sorted by id, which never changes and is never the same twice, whatever second orders changed in.
 * - Each page begins a few places before the end of the last one. If it does not begin with what was read already, the list
 *   has become shorter, and it is read again from further back: nothing can slip between two pages.
 * - What was read already (an id up to `last`) is dropped: nothing is handed over twice.
 * - An order that comes in behind the reader is not seen by this run. It changed after the run began, so the watermark never
 *   goes beyond that moment, by the shop's own clock, and the next run sees it.
 */
const Cursor = Schema.Struct({
  /** The run's own since: pages of one run answer one question. */
  since: Schema.String,
  /** When the shop answered the first question. */
  began: Schema.NullOr(Schema.String),
  offset: Schema.Int,
  /** The first id of the first page. */
  head: Schema.NullOr(Schema.Int),
  /** The highest id read so far. */
  last: Schema.NullOr(Schema.Int),
  newest: Schema.NullOr(Schema.String),
  /** Pages in a row that brought nothing new. */
  vain: Schema.Int
})
type Cursor = typeof Cursor.Type

const decodeCursor = Schema.decodeUnknownOption(Schema.fromJsonString(Cursor))

const sharedPlaces = 5
const stepBack = 50
const mostInVain = 20

const earlier = (a: Date, b: Date): Date => (a < b ? a : b)

const newer = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b

/** The page does not reach back to what was read: orders in between may have been passed over. */
const isTorn = (cursor: Cursor, items: ReadonlyArray<unknown>): boolean => {
  if (cursor.last === null || cursor.offset === 0) return false
  const first = items.map(idOf).find((id) => id !== null)
  return first === undefined || first > cursor.last
}

const freshOf = (cursor: Cursor, items: ReadonlyArray<unknown>): ReadonlyArray<unknown> =>
  items.filter((item) => {
    const id = idOf(item)
    return id === null || cursor.last === null || id > cursor.last
  })

const isLast = (cursor: Cursor, list: OrderList, fresh: ReadonlyArray<unknown>): boolean =>
  list.total === null ? fresh.length === 0 : cursor.offset + ordersPerPage >= list.total

/** Where to read on; null after the last page. */
const nextCursor = (
  cursor: Cursor,
  list: OrderList,
  fresh: ReadonlyArray<unknown>,
  newest: string | null
): Cursor | null => {
  if (isTorn(cursor, list.items))
    return { ...cursor, offset: Math.max(0, cursor.offset - stepBack), vain: cursor.vain + 1 }
  if (isLast(cursor, list, fresh)) return null
  const ids = fresh.map(idOf).filter((id) => id !== null)
  // Counted in places of the shop's list: it leaves out of the page what it cannot read, but not out of the count.
  const places = list.total === null ? list.items.length : ordersPerPage
  return {
    ...cursor,
    offset: cursor.offset + Math.max(1, places - sharedPlaces),
    last: ids.at(-1) ?? cursor.last,
    newest,
    vain: ids.length === 0 ? cursor.vain + 1 : 0
  }
}

const newestOf = (orders: ReadonlyArray<Order>): string | null =>
  orders
    .map((order) => order.date_modified_gmt)
    .sort()
    .at(-1) ?? null

const sorted = Effect.fn("woocommerce.sorted")(function* (
  channel: SalesChannel,
  items: ReadonlyArray<unknown>,
  toIncoming: IncomingOrders
) {
  const reads = items.map(readOrder)
  const read = reads.filter((r) => r._tag === "Order")
  const judged = read.map((told) => ({ told, reason: skipReason(channel, told.order) }))
  const wanted = judged.filter((j) => j.reason === null).map((j) => j.told)
  return {
    orders: yield* toIncoming(channel, wanted),
    broken: reads.flatMap((r) => (r._tag === "Broken" ? [r.broken] : [])),
    skipped: judged.flatMap(({ told, reason }) =>
      reason === null ? [] : [{ channelOrderNumber: told.order.number, reason }]
    ),
    newest: newestOf(read.map((told) => told.order))
  }
})

/** A page from further on that begins as the first one did: whoever pages by it would miss everything after. */
const ignoresPlace = (cursor: Cursor, items: ReadonlyArray<unknown>): boolean =>
  cursor.head !== null && cursor.offset >= ordersPerPage - sharedPlaces && idOf(items[0]) === cursor.head

const stuck = () =>
  new ChannelFailure({
    reason: "Malformed",
    message:
      "The shop answers with its first orders whatever place of the list is asked for. A cache or a plug-in changes its lists: leave /wp-json/wc out of it."
  })

const restless = () =>
  new ChannelFailure({
    reason: "Malformed",
    message: `The shop's list of orders changed under ${mostInVain} questions in a row; the next run tries again.`
  })

export const downloadPage = (session: Session, toIncoming: IncomingOrders) => {
  const list = listOrders(session)
  return Effect.fn("woocommerce.downloadPage")(function* (
    channel: SalesChannel,
    since: Date,
    place: string | null
  ) {
    const first: Cursor = {
      since: since.toISOString(),
      began: null,
      offset: 0,
      head: null,
      last: null,
      newest: null,
      vain: 0
    }
    // A place-mark that cannot be read begins again: orders may be seen twice, never missed.
    const cursor = Option.getOrElse(decodeCursor(place), () => first)
    if (cursor.vain >= mostInVain) return yield* restless()
    const found = yield* list(channel, new Date(cursor.since), cursor.offset)
    if (ignoresPlace(cursor, found.items)) return yield* stuck()
    const at = yield* now
    const began = cursor.began === null ? earlier(found.at ?? at, at) : new Date(cursor.began)
    const fresh = isTorn(cursor, found.items) ? [] : freshOf(cursor, found.items)
    const page = yield* sorted(channel, fresh, toIncoming)
    const newest = newer(cursor.newest, page.newest)
    const head = cursor.head ?? idOf(found.items[0])
    const next = nextCursor({ ...cursor, began: began.toISOString(), head }, found, fresh, newest)
    return {
      orders: page.orders,
      broken: page.broken,
      skipped: page.skipped,
      next: next === null ? null : JSON.stringify(next),
      // The pages are sorted by id: how far a run is cannot be told by the orders' times.
      ...(found.total === null
        ? {}
        : { remaining: Math.max(0, found.total - cursor.offset - ordersPerPage) }),
      newestAt: next === null && newest !== null ? earlier(new Date(`${newest}Z`), began) : null
    } satisfies OrderPage
  })
}
