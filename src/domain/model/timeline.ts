import { evidenceWords } from "./evidence-words.ts"
import { historyWords } from "./history-words.ts"
import { fateWords, isFate, type JobMark, type JobOrigin } from "./job-mark.ts"
import { because, fact, factText, inBrackets, type Moment, plain, subjectOf } from "./told-facts.ts"

/**
 * history: what the order's own history holds. evidence: an attempt to tell a supplier. scan: what a carrier saw. job: an
 * attempt of a job that failed.
 */
export const timelineSources = ["history", "evidence", "scan", "job"] as const
export type TimelineSource = (typeof timelineSources)[number]

export const timelineFilters = ["all", "people", "machine", "failures"] as const
export type TimelineFilter = (typeof timelineFilters)[number]

/** The place of an entry: by it the next page begins. */
export interface TimelineKey {
  readonly at: Date
  readonly source: TimelineSource
  readonly id: number
}

/** One thing that happened to an order. All strings may come from outside and are untrusted. */
export interface TimelineEntry extends TimelineKey {
  readonly actor: string
  readonly event: string
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
  readonly detail: Readonly<Record<string, unknown>>
  /** The words of a note; null: it is none, or they were taken back. */
  readonly note: string | null
  /** Which attempt, push or run it was: `attempt 2 of send 311`, `push 5521`. "": nothing is known of it. */
  readonly ref: string
  /** The job that did it; null: a person did, or nobody knows any more. */
  readonly job: JobMark | null
  /** Whose work that job had taken over; null: nobody's. */
  readonly from: JobOrigin | null
  readonly isPerson: boolean
  readonly isFailure: boolean
}

/** A job that failed is told of each order it was for, so it is said that it was not this one's alone. */
const jobWords = ({ subject, detail, job, event }: TimelineEntry): string => {
  const others = typeof detail.orders === "number" ? detail.orders - 1 : 0
  const forWhom = others > 0 ? ` for this and ${others} other order${others === 1 ? "" : "s"}` : ""
  const message = typeof detail.message === "string" ? factText(detail.message) : "it gave no reason"
  const next = typeof detail.next === "string" ? detail.next : null
  const fate = isFate(event) ? fateWords(event, next) : event
  return `Attempt ${job?.attempt ?? "?"} of job ${subject}${forWhom} FAILED: ${message}; ${fate}`
}

const scanWords = (entry: TimelineEntry): string => {
  const place = fact(entry, "place")
  return `The carrier saw ${subjectOf(entry)}: ${plain(entry.after)}${because(entry, "message")}${inBrackets(place)}`
}

/** One line for a person: `Sent SY-000312 to orders@baker.example (sha256 9f1c2d3e…)`. */
export const timelineWords = (entry: TimelineEntry, moment: Moment): string => {
  switch (entry.source) {
    case "job":
      return jobWords(entry)
    case "evidence":
      return evidenceWords(entry)
    case "scan":
      return scanWords(entry)
    case "history":
      return historyWords(entry, moment)
  }
}

/** `311:history:42` in and out of a command line. */
export const timelineKeyText = ({ at, source, id }: TimelineKey): string => `${at.getTime()}:${source}:${id}`

export const timelineKeyOf = (text: string): TimelineKey | null => {
  const [, at, given, id] = /^(\d{1,15}):([a-z]+):(\d{1,15})$/.exec(text) ?? []
  const source = timelineSources.find((one) => one === given)
  return source === undefined ? null : { at: new Date(Number(at)), source, id: Number(id) }
}
