import { type AddressField, addressLabels } from "./address.ts"
import type { HistoryEvent, PlainEvent } from "./history.ts"
import { type HoldKind, holdKinds } from "./hold.ts"
import { orderStatuses, statusLabel } from "./order-status.ts"
import { authorizationWords, fulfillmentWords, requestWords, sendWords } from "./send-words.ts"
import {
  after,
  because,
  capital,
  fact,
  factText,
  type Happening,
  inBrackets,
  type Moment,
  momentIn,
  plain,
  type Say,
  subjectOf
} from "./told-facts.ts"

const longestSentence = 1000

const fieldName = (name: string): string =>
  name in addressLabels ? addressLabels[name as AddressField] : factText(name).replaceAll("_", " ")

const value = (text: string | null): string =>
  text === null || text === "" ? "nothing" : `“${factText(text)}”`

const edited: Say = (h) => `${fieldName(h.subject)}: ${value(h.before)} became ${value(h.after)}`

const isField = (name: string): boolean => name in addressLabels

/** A choice of a carrier and method is stored by its number, which says nothing to a person. */
const takenBack: Say = (h) =>
  isField(h.subject)
    ? `Took back an edit. ${edited(h, String)}`
    : `Took back what “${subjectOf(h)}” means as a ship method`

const savedFor: Readonly<Record<string, string>> = {
  order: "for this order alone",
  channel: "for later orders of its channel too",
  supplier: "for later orders of every channel too"
}

const holdName = (kind: string): string =>
  kind in holdKinds ? holdKinds[kind as HoldKind].label : plain(kind)

/** Its message says all that its name does. */
const holdWords = (h: Happening): string =>
  `${because(h, "message") || `: ${holdName(h.subject)}`}${after(fact(h, "reason"), "; why: ")}`

const status = (text: string | null): string => {
  const known = orderStatuses.find((one) => one === text)
  return known === undefined ? plain(text) : statusLabel(known)
}

const noteWords =
  (wrote: string, noun: string): Say =>
  ({ note }) => {
    if (note === undefined) return wrote
    return note === null ? `${wrote}, taken back since` : `${noun}: ${note.replaceAll("\n", " / ")}`
  }

const letter = (h: Happening): string =>
  `${after(fact(h, "from"), " from ")}${after(fact(h, "subject"), ", “")}${fact(h, "subject") === "" ? "" : "”"}${after(subjectOf(h), ", about ")}`

const acknowledged: Say = (h) => {
  const who = capital(fact(h, "supplier") || "the supplier")
  const facts = inBrackets(fact(h, "lines"), after(fact(h, "reference"), "their number "))
  return `${who} answered to ${subjectOf(h)}: ${plain(h.after)}${because(h)}${facts}`
}

const parcelMoved: Say = (h) => {
  const says = fact(h, "says")
  const who = fact(h, "carrier") || "the carrier"
  return `Parcel ${subjectOf(h)} is ${plain(h.after)}${says === "" ? "" : `, ${who} says “${says}”`}`
}

const recorded: Say = (h) => {
  const from = fact(h, "supplier") || fact(h, "carrier")
  const how = fact(h, "found") || fact(h, "file")
  return `Shipment ${subjectOf(h)}${after(from, " from ")}${inBrackets(how)}${because(h)}`
}

const receipt: Say = (h) =>
  `Receipt of ${subjectOf(h)}${inBrackets(fact(h, "kind"))}: ${plain(fact(h, "standing"))}${because(h)}${inBrackets(after(fact(h, "file"), "file "))}`

const plainWords: Readonly<Record<PlainEvent, Say>> = {
  status: (h) => `Status: ${status(h.before)} → ${status(h.after)}`,
  imported: (h) => `Imported from ${subjectOf(h)}${because(h, "message")}`,
  "changed on the channel": (h) => `Changed on ${subjectOf(h)}${because(h, "message")}`,
  "taken back: changed on the channel": (h) =>
    `Took back ${subjectOf(h)} before it left: the order was changed on ${fact(h, "channel") || "its channel"}`,
  "twin came": (h) => `An order just like it came: ${subjectOf(h)}`,
  "hold opened": (h) => `HOLD${holdWords(h)}`,
  "hold released": (h) => `Released the hold${holdWords(h)}`,
  edited,
  "ship method chosen": (h) =>
    `Chose what “${subjectOf(h)}” means as a ship method${after(savedFor[fact(h, "saved")] ?? "", ", ")}`,
  "edit taken back": takenBack,
  "process undone": (h) => `Undid the processing: ${subjectOf(h)} did not leave`,
  canceled: (h) => `Canceled, ${subjectOf(h)}${inBrackets(fact(h, "lines"))}`,
  "shadow entered": (h) => `Is in shadow now: nothing of it is sent${inBrackets(subjectOf(h))}`,
  "shadow left": (h) => `Left the shadow: it is sent like any other${inBrackets(subjectOf(h))}`,
  acknowledged,
  "acknowledgement late": (h, moment) =>
    `${capital(fact(h, "supplier") || "the supplier")} has not answered to ${subjectOf(h)}${after(momentIn(h, "due", moment), ", due ")}`,
  "shipment recorded": recorded,
  "shipment corrected": (h) =>
    `Corrected shipment ${subjectOf(h)}: ${value(h.before)} became ${value(h.after)}${after(fact(h, "reason"), "; why: ")}`,
  "shipment.state": parcelMoved,
  "letter.received": (h) => `A letter came${letter(h)}; it waits for review`,
  "letter.noted": (h) => `An automatic answer came${letter(h)}`,
  "letter.accepted": (h) => `Accepted what the letter says${letter(h)}${because(h)}`,
  "letter.dismissed": (h) => `Dismissed the letter${letter(h)}${because(h)}`,
  noted: noteWords("Wrote a note", "Note"),
  "note taken back": () => "Took back a note",
  "handed over": noteWords("Wrote a hand-over", "Hand-over"),
  "hand-over taken": () => "Took the hand-over",
  "hand-over given back": () => "Gave the hand-over back: it stands open again",
  tagged: (h) => `Tagged ${subjectOf(h)}`,
  "tag taken off": (h) => `Took off the tag ${subjectOf(h)}`,
  assigned: (h) =>
    `Assigned to ${plain(h.after)}${h.before === null ? "" : `, before to ${factText(h.before)}`}`,
  "began to edit": () => "Began to edit it",
  "support bundle": (h) => `Built a support bundle${after(subjectOf(h), ", ")}`
}

const under = <Events extends string, Life extends string>(
  life: Life,
  words: Readonly<Record<Events, Say>>
): Readonly<Record<`${Life}.${Events}`, Say>> =>
  Object.fromEntries(
    Object.entries<Say>(words).map(([event, say]) => [`${life}.${event}`, say])
    // The names are built here as the type builds them.
  ) as Record<`${Life}.${Events}`, Say>

/** Every kind of line that this program can write. */
export const historyTable: Readonly<Record<HistoryEvent, Say>> = {
  ...plainWords,
  ...under("purchase-order", {
    ...sendWords(subjectOf),
    written: (h) => `Wrote purchase order ${subjectOf(h)}${after(fact(h, "instead"), " instead of ")}`,
    receipt,
    restored: (h) => `${subjectOf(h)} may have been sent after the backup and is looked up${because(h)}`
  }),
  ...under(
    "cancel-message",
    sendWords((h) => `the cancel request for ${subjectOf(h)}`)
  ),
  ...under(
    "change-message",
    sendWords((h) => `the change request for ${subjectOf(h)}`)
  ),
  ...under(
    "authorize-message",
    sendWords((h) => `the yes to the payment of ${subjectOf(h)}`)
  ),
  ...under("fulfillment", fulfillmentWords),
  ...under("authorization", authorizationWords),
  ...under("cancel", requestWords("cancel")),
  ...under("change", requestWords("change"))
}

const changeWords = ({ before, after: now }: Happening): string => {
  if (before === null && now === null) return ""
  if (before === null) return `: ${plain(now)}`
  return now === null ? `: ${plain(before)} is gone` : `: ${plain(before)} → ${plain(now)}`
}

/** Of a kind that this program does not know (a newer one wrote it): its name, and all that it says. */
const unknownWords = (h: Happening): string => {
  const name = capital(factText(h.event).replaceAll(/[_.]/g, " "))
  const facts = Object.entries(h.detail).map(([key, said]) => `${key} ${factText(said)}`)
  return `${name}${after(subjectOf(h), " ")}${changeWords(h)}${inBrackets(...facts.slice(0, 8))}`
}

const known: ReadonlyMap<string, Say> = new Map(Object.entries(historyTable))

/** One line of a history as a sentence for a person, bounded; its reader makes it safe for where it goes. */
export const historyWords = (happening: Happening, moment: Moment): string =>
  (known.get(happening.event) ?? unknownWords)(happening, moment).slice(0, longestSentence)
