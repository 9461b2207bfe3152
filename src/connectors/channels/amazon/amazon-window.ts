import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * A download is cut into windows of change time. searchOrders says nothing of its order, so the watermark may move only
 * when a window is read to its end; and there are five requests in fifteen minutes, so a long way back must not begin
 * anew each time the allowance is used up.
 */
const Place = Schema.Struct({
  /** Changes from here on, inclusive. */
  from: Schema.String,
  /** Up to here; null: up to now, which is the last window. */
  to: Schema.NullOr(Schema.String),
  spanMs: Schema.Int,
  /** Amazon's mark of the next page of this window. */
  token: Schema.NullOr(Schema.String),
  /** When the token was given: it lives for 24 hours. */
  tokenAt: Schema.NullOr(Schema.String),
  /** Pages of this window that were read. */
  pages: Schema.Int,
  /** How far the last window reaches by Amazon's clock, as its first page said. */
  said: Schema.NullOr(Schema.String),
  /** Newest change that was seen in this window. */
  newest: Schema.NullOr(Schema.String),
  /** A token answers the question with which it was given, and no other. */
  version: Schema.Int
})
export type WindowPlace = typeof Place.Type

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Place))

const hourMs = 3_600_000
const firstSpanMs = 2 * hourMs
const shortestSpanMs = 15 * 60_000
const longestSpanMs = 64 * 24 * hourMs
/** Amazon wants an end at least two minutes ago; clocks differ. */
const endedMs = 5 * 60_000
const tokenLifeMs = 23 * hourMs

const windowFrom = (from: Date, spanMs: number, at: Date, version: number): WindowPlace => {
  const to = from.getTime() + spanMs
  return {
    from: from.toISOString(),
    to: to <= at.getTime() - endedMs ? new Date(to).toISOString() : null,
    spanMs,
    token: null,
    tokenAt: null,
    pages: 0,
    said: null,
    newest: null,
    version
  }
}

/** Where to go on; at `since`, when there is no mark, it cannot be read, is of other settings, or its token is too old. */
export const openPlace = (mark: string | null, since: Date, at: Date, version: number): WindowPlace => {
  const found = Option.getOrNull(decode(mark))
  const tooOld =
    found !== null &&
    found.token !== null &&
    !(at.getTime() - new Date(found.tokenAt ?? "").getTime() < tokenLifeMs)
  if (found !== null && found.version === version && !tooOld) return found
  // Changes of the last minutes are not said yet, and a time to come is refused.
  const latest = at.getTime() - endedMs
  return windowFrom(new Date(Math.min(since.getTime(), latest)), firstSpanMs, at, version)
}

/** A quiet time is crossed in longer and longer steps, a busy one in shorter ones. */
const nextSpan = (place: WindowPlace): number => {
  const pages = place.pages + 1
  if (pages === 1) return Math.min(longestSpanMs, place.spanMs * 2)
  return pages <= 4 ? place.spanMs : Math.max(shortestSpanMs, Math.floor(place.spanMs / 2))
}

const later = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b

export interface PageFacts {
  readonly nextToken: string | null
  readonly lastUpdatedBefore: Date | null
  readonly newest: Date | null
}

/** What follows a page: where the next one begins, and how far everything is known now. */
export const afterPage = (
  place: WindowPlace,
  page: PageFacts,
  at: Date
): { readonly next: WindowPlace | null; readonly completeTo: Date | null } => {
  const newest = later(place.newest, page.newest?.toISOString() ?? null)
  const said = place.said ?? page.lastUpdatedBefore?.toISOString() ?? null
  if (page.nextToken !== null)
    return {
      next: {
        ...place,
        token: page.nextToken,
        tokenAt: at.toISOString(),
        pages: place.pages + 1,
        said,
        newest
      },
      completeTo: null
    }
  if (place.to === null) {
    const end = said ?? newest
    return { next: null, completeTo: end === null ? null : new Date(Math.min(Date.parse(end), at.getTime())) }
  }
  const to = new Date(place.to)
  return { next: windowFrom(to, nextSpan(place), at, place.version), completeTo: to }
}
