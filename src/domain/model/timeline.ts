import { fateWords, isFate, type JobMark } from "./job-mark.ts"

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
  readonly isPerson: boolean
  readonly isFailure: boolean
}

const attempts: Readonly<Record<string, string>> = {
  attempt: "Began to send",
  transport_receipt: "Received by the supplier's side",
  look_up: "Looked up at the supplier",
  refusal: "REFUSED by the supplier",
  failure: "Attempt FAILED",
  person: "Settled by a person",
  answer: "Proved by an answer"
}

const moves: Readonly<Record<string, string>> = {
  "purchase-order.written": "Wrote purchase order",
  "purchase-order.claim": "Took up",
  "purchase-order.transmit": "Marked as leaving",
  "purchase-order.confirm": "Sent",
  "purchase-order.release": "Put back for another attempt",
  "purchase-order.refuse": "Refused",
  "purchase-order.doubt": "IN DOUBT",
  "purchase-order.deny": "Did not arrive",
  "purchase-order.reject": "Rejected by the supplier",
  "purchase-order.retry": "Tried again",
  "purchase-order.withdraw": "Took back",
  "purchase-order.receipt": "Receipt of",
  "fulfillment.claim": "Began to tell the channel of",
  "fulfillment.accept": "The channel accepted",
  "fulfillment.reject": "The channel REJECTED",
  "fulfillment.release": "Will tell the channel again of",
  "fulfillment.skip": "The channel is not told of",
  "fulfillment.retry": "Tells the channel again of",
  "shipment recorded": "Shipment",
  "shipment.state": "Parcel",
  noted: "Noted",
  "handed over": "Handed over",
  status: "Status",
  edited: "Edited"
}

/** A job that failed is told of each order it was for, so it is said that it was not this one's alone. */
const jobWords = ({ subject, detail, job, event }: TimelineEntry): string => {
  const others = typeof detail.orders === "number" ? detail.orders - 1 : 0
  const forWhom = others > 0 ? ` for this and ${others} other order${others === 1 ? "" : "s"}` : ""
  const message = typeof detail.message === "string" ? factText(detail.message) : "it gave no reason"
  return `Attempt ${job?.attempt ?? "?"} of job ${subject}${forWhom} FAILED: ${message}; ${isFate(event) ? fateWords[event] : event}`
}

const eventWords = ({ source, event }: TimelineEntry): string => {
  if (source === "evidence") return attempts[event] ?? event.replaceAll("_", " ")
  if (source === "scan") return "The carrier saw"
  const known = moves[event] ?? event.replaceAll("_", " ").replaceAll(".", " ")
  return known.charAt(0).toUpperCase() + known.slice(1)
}

const changeWords = ({ before, after }: TimelineEntry): string => {
  if (before === null && after === null) return ""
  const from = before === "" ? "nothing" : before
  const to = after === "" ? "nothing" : after
  if (before === null) return `: ${to}`
  return after === null ? `: ${from} is gone` : `: ${from} → ${to}`
}

const longestFact = 200
const factText = (value: unknown): string => {
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value)
  return text.length <= longestFact ? text : `${text.slice(0, longestFact - 1)}…`
}

/** Why a person did it, as it was typed: of a hold that was let go on. */
const whyWords = ({ reason }: TimelineEntry["detail"]): string =>
  typeof reason === "string" && reason !== "" ? `; why: ${factText(reason)}` : ""

/** A message says in a person's words what the other facts say in the program's. */
const detailWords = ({ detail, note }: TimelineEntry): string => {
  if (note !== null) return `: ${note.replaceAll("\n", " / ")}`
  if (typeof detail.message === "string" && detail.message !== "")
    return `: ${factText(detail.message)}${whyWords(detail)}`
  const facts = Object.entries(detail).filter(([name, value]) => name !== "note" && value !== "")
  return facts.length === 0
    ? ""
    : ` (${facts.map(([name, value]) => `${name} ${factText(value)}`).join(", ")})`
}

/** One line for a person: `Sent SY-000312: claimed → sent (file /in/a.csv)`. */
export const timelineWords = (entry: TimelineEntry): string => {
  if (entry.source === "job") return jobWords(entry)
  const subject = entry.subject.replaceAll("_", " ")
  const head = [eventWords(entry), subject].filter((word) => word !== "").join(" ")
  const change = changeWords(entry)
  // States are names of the program; what was edited stays letter for letter.
  const shown = entry.event === "edited" ? change : change.replaceAll("_", " ")
  return `${head}${shown}${detailWords(entry)}`
}

/** `311:history:42` in and out of a command line. */
export const timelineKeyText = ({ at, source, id }: TimelineKey): string => `${at.getTime()}:${source}:${id}`

export const timelineKeyOf = (text: string): TimelineKey | null => {
  const [, at, given, id] = /^(\d{1,15}):([a-z]+):(\d{1,15})$/.exec(text) ?? []
  const source = timelineSources.find((one) => one === given)
  return source === undefined ? null : { at: new Date(Number(at)), source, id: Number(id) }
}
