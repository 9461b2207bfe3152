import type { TrackingState } from "./shipment.ts"

/** What a carrier saw of a parcel. Text is the carrier's, cut to what is kept. */
export interface TrackingEvent {
  /** null: the carrier gave no time, or one that is no time. */
  readonly at: Date | null
  readonly state: TrackingState
  readonly description: string
  readonly place: string
}

/** What a carrier says of one number. */
export type ParcelNews =
  | {
      readonly _tag: "Known"
      readonly number: string
      readonly state: TrackingState
      /** The carrier's own words. */
      readonly status: string
      readonly events: ReadonlyArray<TrackingEvent>
    }
  /** Not in its books (yet): a label is often known hours after it was printed. */
  | { readonly _tag: "NotKnownYet"; readonly number: string }
  /** The carrier will not answer for this number, however often it is asked. */
  | { readonly _tag: "Refused"; readonly number: string; readonly reason: string }

export const longestDescription = 300
export const longestPlace = 200
/** A parcel that was carried around the world has fewer. */
export const mostEvents = 200

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

/** Text of a carrier as it is kept: one line, bounded. */
export const bounded = (text: unknown, limit: number): string =>
  typeof text === "string"
    ? [
        ...text
          .slice(0, 4 * limit)
          .replace(controls, " ")
          .trim()
      ]
        .slice(0, limit)
        .join("")
    : ""

/** The parts of a place that are there. */
export const placeOf = (...parts: ReadonlyArray<unknown>): string =>
  bounded(
    parts
      .map((part) => bounded(part, longestPlace))
      .filter((part) => part !== "")
      .join(", "),
    longestPlace
  )

/** When the parcel was first seen by the carrier; null when no event has a time. */
export const firstSeenAt = (news: ParcelNews): Date | null => {
  if (news._tag !== "Known") return null
  const times = news.events.flatMap((event) => (event.at === null ? [] : [event.at.getTime()]))
  return times.length === 0 ? null : new Date(Math.min(...times))
}
