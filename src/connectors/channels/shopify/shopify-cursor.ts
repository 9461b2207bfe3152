import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * Two passes, because a fulfillment order changes without its order (recorded: canceling a fulfillment left the order's
 * updatedAt alone):
 * - moved: fulfillment orders changed since; their orders are read where they did not change themselves.
 * - orders: orders changed since, oldest change first. Shopify's place-mark holds value and id of the last one, so that
 *   orders of one second are neither skipped nor repeated, and one that changes meanwhile comes again at the end.
 */
const Cursor = Schema.Struct({
  pass: Schema.Literals(["moved", "orders"]),
  /** From when on the run reads: its pages answer one question. */
  from: Schema.String,
  /** From when on the list goes: the run's own, or a later time after a fresh start of the list. */
  since: Schema.String,
  after: Schema.NullOr(Schema.String),
  /** When the run began. Fulfillment orders were read up to here, so the watermark must not pass it. */
  startedAt: Schema.String,
  /** How many were listed since the list was begun: Shopify lets nobody page further than 25,000. */
  listed: Schema.Int,
  /** The newest change listed, and the orders that changed in that very second; null: too many to remember. */
  newest: Schema.NullOr(Schema.String),
  edge: Schema.NullOr(Schema.Array(Schema.String))
})
export type Cursor = typeof Cursor.Type

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Cursor))

export const readCursor = (place: string | null): Cursor | null => Option.getOrNull(decode(place))

export const writeCursor = (cursor: Cursor): string => JSON.stringify(cursor)

const blank = { after: null, listed: 0, newest: null, edge: [] }

/** The first run looks for no moved work: an order that may be imported was made, and so changed, after its `since`. */
export const firstCursor = (since: Date, earliest: Date, at: Date): Cursor => ({
  ...blank,
  pass: since > earliest ? "moved" : "orders",
  from: since.toISOString(),
  since: since.toISOString(),
  startedAt: at.toISOString()
})

export const ordersPass = (cursor: Cursor): Cursor => ({
  ...cursor,
  ...blank,
  pass: "orders",
  since: cursor.from
})

/** Well below where Shopify stops. */
const mostListed = 20_000

/** So many orders of one second are remembered by name; with more of them the list is simply read on. */
const mostEdge = 1000

export interface Listed {
  readonly id: string
  readonly updatedAt: Date
}

/** Who changed in the newest second, where that second is `newest`; a later second forgets those of the one before. */
const edgeOf = (cursor: Cursor, page: ReadonlyArray<Listed>, newest: number) => {
  const isSame = cursor.newest !== null && Date.parse(cursor.newest) === newest
  const kept = isSame ? cursor.edge : []
  if (kept === null) return null
  const edge = new Set(kept)
  for (const one of page) if (one.updatedAt.getTime() === newest) edge.add(one.id)
  return edge.size > mostEdge ? null : [...edge]
}

/** The place behind a page of orders. A list that grew long is begun again at its newest change. */
export const behindPage = (cursor: Cursor, page: ReadonlyArray<Listed>, after: string): Cursor => {
  const newest = page.reduce(
    (latest, one) => Math.max(latest, one.updatedAt.getTime()),
    cursor.newest === null ? 0 : Date.parse(cursor.newest)
  )
  const edge = edgeOf(cursor, page, newest)
  const at = new Date(newest).toISOString()
  const listed = cursor.listed + page.length
  const isFresh = listed >= mostListed && newest > Date.parse(cursor.since) && edge !== null
  return isFresh
    ? { ...cursor, since: at, after: null, listed: 0, newest: at, edge }
    : { ...cursor, after, listed, newest: at, edge }
}
