import type { ParcelNews } from "./parcel-news.ts"
import type { TrackingState } from "./shipment.ts"

/** Where a parcel is, by all that was told so far. */
export interface ParcelState {
  readonly state: TrackingState
  /** The carrier's own time of the newest scan that was told; null: none had a time. */
  readonly toldAt: Date | null
}

export interface ParcelMove extends ParcelState {
  /** False: the answer is older than what is known, and its words are not shown. */
  readonly isNews: boolean
}

/** How far along the way a state is. States that come in any order are equally far. */
const wayOf: Readonly<Record<TrackingState, number>> = {
  unknown: 0,
  pending: 0,
  picked_up: 1,
  in_transit: 2,
  on_hold: 2,
  delivery_delayed: 2,
  out_for_delivery: 3,
  delivery_failed: 3,
  ready_for_pickup: 3,
  delivered: 4,
  return_to_sender: 4,
  canceled: 4
}

/** Clocks of carriers go a little wrong, and some give the day of an estimate: what lies further ahead was not seen yet. */
const mostAheadMs = 24 * 60 * 60_000

const newestScan = (news: ParcelNews & { readonly _tag: "Known" }, now: Date): Date | null => {
  const latest = now.getTime() + mostAheadMs
  const times = news.events.flatMap(({ at }) => (at === null || at.getTime() > latest ? [] : [at.getTime()]))
  return times.length === 0 ? null : new Date(Math.max(...times))
}

const isLate = (known: ParcelState, state: TrackingState, scannedAt: Date | null): boolean => {
  // Without a time only the way tells which one came first.
  if (scannedAt === null) return wayOf[state] < wayOf[known.state]
  return known.toldAt !== null && scannedAt < known.toldAt
}

/**
 * What one answer of a carrier makes of what is known. Answers overtake each other, so the order is that of the scans: an older
 * one never sets a state back. The carrier's correction of a scan (another state at the same time or later) counts, also
 * where it goes back; that a label was made, or a code nobody knows, says nothing of where the parcel is.
 */
export const moveParcel = (known: ParcelState, news: ParcelNews, now: Date): ParcelMove => {
  if (news._tag !== "Known") return { ...known, isNews: false }
  const scannedAt = newestScan(news, now)
  if (isLate(known, news.state, scannedAt)) return { ...known, isNews: false }
  const isEmpty = wayOf[news.state] === 0 && wayOf[known.state] > 0
  return {
    state: isEmpty ? known.state : news.state,
    toldAt: scannedAt ?? known.toldAt,
    isNews: true
  }
}
