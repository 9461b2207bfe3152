import type { Breaker } from "../../../domain/model/breaker.ts"
import type { SupplierTerms } from "../../../domain/model/supplier-terms.ts"
import type { ConsoleClock } from "../../console-clock.ts"
import type { Role } from "../../theme.ts"
import type { SupplierRow } from "./supplier-reading.ts"

export const breakerRole = (breaker: Breaker | null): Role => {
  if (breaker === null || breaker.state === "closed") return "text"
  return breaker.state === "open" ? "need" : "doubt"
}

export const breakerWord = (breaker: Breaker | null): string =>
  breaker === null || breaker.state === "closed" ? "closed" : breaker.state.toUpperCase()

/** The breaker in one sentence: since when, why, and when the supplier is tried again. */
export const breakerWords = (breaker: Breaker | null, clock: ConsoleClock): string => {
  if (breaker === null || breaker.state === "closed") {
    const failures = breaker?.failures ?? 0
    return failures === 0 ? "closed: sends go" : `closed: sends go, ${failures} failed in a row (5 open it)`
  }
  const since = breaker.openedAt === null ? "" : ` since ${clock.moment(breaker.openedAt)}`
  const why = breaker.message ?? breaker.reason ?? "no reason was given"
  const wait = `${breaker.parked} wait`
  if (breaker.state === "draining")
    return `DRAINING${since}: it is back, what waited leaves oldest first; ${wait}`
  const probe = breaker.nextProbeAt === null ? "" : `, tried again at ${clock.moment(breaker.nextProbeAt)}`
  return `OPEN${since}${probe}; ${wait}. Last failure: ${why}`
}

export const stopWords = ({ stop }: SupplierRow, clock: ConsoleClock): string =>
  stop === null ? "on" : `STOPPED by ${stop.by}, ${clock.moment(stop.at)}`

/** The last run that read what the supplier tells us. */
export const trackingWords = ({ tracking, supplier }: SupplierRow, clock: ConsoleClock): string => {
  if (supplier.trackingSource === "none") return "none: accepted at set-up"
  const last = tracking?.last ?? null
  if (last === null) return "not read yet"
  if (last.state === "running") return "is being read"
  const when = clock.moment(last.endedAt ?? last.startedAt)
  return last.state === "failed" ? `FAILED ${when}: ${last.error ?? "no reason given"}` : `read ${when}`
}

const minutes = (count: number): string => (count % 60 === 0 ? `${count / 60} h` : `${count} min`)

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

const calendarWords = ({ calendar }: SupplierTerms): string => {
  if (calendar === undefined) return "takes orders at any time"
  const days = calendar.weekdays.map((day) => dayNames[day - 1] ?? String(day)).join(" ")
  const hours = `${calendar.opensAt ?? "00:00"} to ${calendar.cutOffAt ?? "24:00"}`
  const holidays = calendar.holidays?.length ?? 0
  return `${days}, ${hours} ${calendar.zone}${holidays === 0 ? "" : `, not on ${holidays} holidays`}`
}

const authorizationWords = ({ authorization }: SupplierTerms): string => {
  if (authorization === undefined) return "it asks for none"
  const way = authorization.by === "call" ? "by its own call" : "by hand in its portal"
  if (!authorization.automatic) return `${way}, by a person each time`
  if (authorization.noMaximum === true) return `${way}, automatic without a maximum`
  return `${way}, automatic up to ${authorization.maximum ?? "no amount: a maximum is not set"}`
}

const messageWords = (way: "transport" | "person" | undefined): string =>
  way === "person" ? "a person tells it" : "by its transport, where that can say it"

/** What it wants or grants, as facts with a name. */
export const termFacts = (terms: SupplierTerms): ReadonlyArray<readonly [string, string]> => [
  ["hours", calendarWords(terms)],
  ["limit", terms.sendsPerMinute === undefined ? "none" : `${terms.sendsPerMinute} sends a minute`],
  [
    "acknowledges",
    terms.acknowledgesWithinMinutes === undefined
      ? "it does not"
      : `within ${minutes(terms.acknowledgesWithinMinutes)}`
  ],
  [
    "receipt",
    terms.receiptWithinMinutes === undefined
      ? "none expected"
      : `within ${minutes(terms.receiptWithinMinutes)}`
  ],
  ["payment", authorizationWords(terms)],
  ["cancels", messageWords(terms.cancelBy)],
  ["changes", messageWords(terms.changeBy)],
  // The usual share is said where a feed waits; here only what this supplier was given.
  ...(terms.feedDropPercent === undefined
    ? []
    : [["feeds", `wait for a person if more than ${terms.feedDropPercent} % is gone`] as const])
]
