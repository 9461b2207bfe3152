import type { ActivityAct, ActivityChange, ActivityEntry, ActivitySubject } from "./activity.ts"
import { orderName } from "./order.ts"

/** What was done, once or several times in a row, and to how much. */
interface Deed {
  /** `channel acme-shop`, or `3 channels`. */
  readonly subjects: string
  readonly isOne: boolean
  /** How often it was done: `8`, or `200+` where not all of it was read. */
  readonly acts: string
  readonly isOnce: boolean
  /** Nothing, where it was done once to each. */
  readonly times: string
  readonly kind: ActivitySubject["kind"]
}

type Phrase = (deed: Deed) => string

const longestName = 48
const longestValue = 60
const longestNote = 120

/** Anybody typed it, and a line has only so much room. */
const short = (text: string, most: number): string => {
  const letters = [...text.slice(0, 2 * most + 2).toWellFormed()]
  return letters.length <= most ? letters.join("") : `${letters.slice(0, most - 1).join("")}…`
}

const nouns: Readonly<Record<ActivitySubject["kind"], readonly [one: string, many: string]>> = {
  alert: ["alert", "alerts"],
  "alert-route": ["alert route", "alert routes"],
  "alias-type": ["type", "types"],
  carrier: ["carrier account", "carrier accounts"],
  channel: ["channel", "channels"],
  feed: ["feed", "feeds"],
  input: ["quarantined input", "quarantined inputs"],
  installation: ["the installation", "installations"],
  letter: ["letter", "letters"],
  order: ["order", "orders"],
  queue: ["queue", "queues"],
  supplier: ["supplier", "suppliers"]
}

const named = ({ kind, name }: ActivitySubject): string => {
  const [noun] = nouns[kind] ?? [kind]
  if (name === "") return noun.startsWith("the ") ? noun : `the ${noun}`
  return `${noun} ${short(kind === "order" ? orderName(name) : name, longestName)}`
}

/** `stopped sends of channel acme-shop`, `closed the breakers of 2 suppliers`, `changed channel acme-shop 3 times`. */
const doing =
  (one: string, many = one): Phrase =>
  ({ subjects, isOne, times }) =>
    `${isOne ? one : many} ${subjects}${times}`

/** `mapped 2 methods of channel acme-shop`: what was done to the subject is what is counted. */
const counting =
  (verb: string, one: string, many: string): Phrase =>
  ({ acts, isOnce, subjects }) =>
    `${verb} ${acts} ${isOnce ? one : many} of ${subjects}`

const revealing: Phrase = ({ kind, subjects, isOne, times }) =>
  kind === "order"
    ? `revealed personal data of ${subjects}${times}`
    : `read ${subjects} as ${isOne ? "it" : "they"} came${times}`

const phrases: Readonly<Record<ActivityAct, Phrase>> = {
  "SKU mapped": counting("mapped", "SKU", "SKUs"),
  "SKU unmapped": counting("unmapped", "SKU", "SKUs"),
  added: doing("added"),
  "alias given": counting("gave", "alias", "aliases"),
  "alias taken away": counting("took away", "alias", "aliases"),
  "aliases downloaded": doing("downloaded aliases of"),
  "aliases given": doing("imported aliases of"),
  "aliases taken away": doing("took back imported aliases of"),
  "breaker closed": doing("closed the breaker of", "closed the breakers of"),
  changed: doing("changed"),
  dismissed: doing("dismissed"),
  "let in": doing("let in"),
  "marked not sent": ({ subjects, times }) => `said that ${subjects} did not arrive${times}`,
  "marked sent": ({ subjects, times }) => `said that ${subjects} arrived${times}`,
  "not let in": doing("rejected"),
  paused: doing("paused"),
  "products given": doing("gave products to"),
  removed: doing("removed"),
  resumed: doing("resumed"),
  revealed: revealing,
  "sends resumed": doing("resumed sends of"),
  "sends stopped": doing("stopped sends of"),
  "ship method mapped": counting("mapped", "method", "methods"),
  "ship method unmapped": counting("unmapped", "method", "methods")
}

const phraseOf = (act: string): Phrase =>
  Object.hasOwn(phrases, act) ? phrases[act as ActivityAct] : doing(`${short(act, longestName)}:`)

const value = (text: string | null): string =>
  text === null || text === "" ? "nothing" : short(text, longestValue)

/** `autoProcessing: no → yes`; of a secret that it changed, and nothing else. */
export const changeText = (change: ActivityChange): string => {
  const field = short(change.field, longestValue)
  return "secret" in change
    ? `${field} changed (secret)`
    : `${field}: ${value(change.before)} → ${value(change.after)}`
}

/** The first thing that was changed, or why; what a new thing has from the start is no change of it. */
const detailOf = ({ act, changes, note }: ActivityEntry): string => {
  if (act === "added" || act === "revealed") return ""
  const [first, ...more] = changes
  if (first === undefined) return note === "" ? "" : `: ${short(note, longestNote)}`
  return `: ${changeText(first)}${more.length === 0 ? "" : ` and ${more.length} more`}`
}

/** What a person would rather read than a field and its two values. */
const switchedWords = ({ act, subject, changes }: ActivityEntry): string | null => {
  const [change, ...more] = changes
  if (act !== "changed" || change === undefined || more.length > 0 || "secret" in change) return null
  if (change.field === "autoProcessing")
    return `switched auto-processing of ${named(subject)} ${change.after === "yes" ? "on" : "off"}`
  return change.field === "archived" && change.after === "yes" ? `archived ${named(subject)}` : null
}

const timesOf = (acts: number, subjects: number, said: string): string => {
  if (acts === subjects) return ""
  return subjects === 1
    ? ` ${acts === 2 && said === "2" ? "twice" : `${said} times`}`
    : `, ${said} times in all`
}

/**
 * A verb, how many of what, and of whom: `mapped 2 methods of channel acme-shop`. The entries are of one act, person and
 * kind of subject. `isCut`: there may be more of them than were read.
 */
export const deedWords = (
  entries: readonly [ActivityEntry, ...Array<ActivityEntry>],
  isCut: boolean
): string => {
  const [newest, ...more] = entries
  const { act, subject } = newest
  const subjects = new Set(entries.map((e) => JSON.stringify([e.subject.id, e.subject.name]))).size
  const isOnce = more.length === 0
  const acts = `${entries.length.toLocaleString("en-US")}${isCut && !isOnce ? "+" : ""}`
  const words = phraseOf(act)({
    subjects: subjects === 1 ? named(subject) : `${subjects} ${(nouns[subject.kind] ?? ["", "things"])[1]}`,
    isOne: subjects === 1,
    acts,
    isOnce,
    times: timesOf(entries.length, subjects, acts),
    kind: subject.kind
  })
  return isOnce ? (switchedWords(newest) ?? `${words}${detailOf(newest)}`) : words
}
