import * as Result from "effect/Result"
import type { IncomingReceipt } from "../../domain/model/supplier-answer.ts"
import {
  type AcknowledgedSet,
  type FunctionalAcknowledgement,
  readFunctionalAcknowledgement,
  type SyntaxNote
} from "../edi/functional-acknowledgement-997.ts"
import { type Answers, type PlacedSet, place, rawOf, unclear } from "./edi-placed-set.ts"

/** X12 numbers are the same with and without leading zeros; we keep them without. */
export const bareNumber = (text: string): string => text.replace(/^0+(?=.)/, "")

const segmentWords: Readonly<Record<string, string>> = {
  "1": "unrecognized segment",
  "2": "unexpected segment",
  "3": "mandatory segment missing",
  "4": "loop occurs too often",
  "5": "segment exceeds its maximum use",
  "6": "segment not in this set",
  "7": "segment not in proper sequence",
  "8": "segment has element errors"
}

const elementWords: Readonly<Record<string, string>> = {
  "1": "mandatory element missing",
  "2": "conditional element missing",
  "3": "too many elements",
  "4": "too short",
  "5": "too long",
  "6": "invalid character",
  "7": "invalid code value",
  "8": "invalid date",
  "9": "invalid time",
  "10": "exclusion condition violated"
}

const setWords: Readonly<Record<string, string>> = {
  "1": "set not supported",
  "2": "set trailer missing",
  "3": "control numbers do not match",
  "4": "wrong number of segments",
  "5": "one or more segments in error",
  "6": "missing or invalid set identifier",
  "7": "missing or invalid control number",
  "16": "syntax error",
  "23": "control number not unique in its group"
}

const word = (words: Readonly<Record<string, string>>, code: string): string => {
  const meaning = Object.hasOwn(words, code) ? words[code] : undefined
  const shown = code.replace(/[^A-Za-z0-9]/g, "?").slice(0, 3)
  return meaning === undefined ? `code ${shown}` : `code ${shown} (${meaning})`
}

const shownId = (id: string): string => id.replace(/[^A-Z0-9]/g, "?").slice(0, 3)

const noteText = (note: SyntaxNote): string => {
  const where = `segment ${shownId(note.segmentId)} at position ${note.position}`
  const segment = note.segmentCode === "" ? [] : [word(segmentWords, note.segmentCode)]
  const elements = note.elements.map(
    ({ element, code }) => `element ${String(element).padStart(2, "0")} ${word(elementWords, code)}`
  )
  return [where, ...segment, ...elements].join(", ")
}

const mostNotes = 5

const reasonOf = (status: string, set: AcknowledgedSet | null): string => {
  const notes = (set?.notes ?? []).slice(0, mostNotes).map(noteText)
  const codes = (set?.syntaxCodes ?? []).map((code) => word(setWords, code))
  const said = [...notes, ...codes].join("; ")
  const what =
    status === "A" ? "" : status === "E" ? "997 accepted with errors noted" : `997 rejected (${status})`
  return said === "" ? what : `${what === "" ? "997" : what}: ${said}`
}

const yes = new Set(["A", "E"])

const receipt = (
  at: PlacedSet,
  group: FunctionalAcknowledgement,
  status: string,
  set: AcknowledgedSet | null
): IncomingReceipt => ({
  identifiers: { controlNumber: bareNumber(group.groupControlNumber) },
  standing: yes.has(status) ? "accepted" : "rejected",
  kind: "997",
  reason: reasonOf(status, set),
  place: place(at, set?.ordinal ?? group.ordinal),
  raw: rawOf(at)
})

/** Each group of ours holds one set, and both have one number: an answer about another one is not about us. */
const taken = (at: PlacedSet, said: FunctionalAcknowledgement): Answers => {
  // Some answer our own answers. Nothing waits for that.
  if (said.functionalId === "FA") return {}
  const strange = said.sets.filter(
    (set) => bareNumber(set.controlNumber) !== bareNumber(said.groupControlNumber)
  )
  if (strange.length > 0 || said.sets.length > 1)
    return {
      broken: [unclear(at, said.ordinal, "AK1/AK2: it answers a group that holds other sets than ours do")]
    }
  const [set = null] = said.sets
  if (set === null && said.status === "P")
    return {
      broken: [unclear(at, said.ordinal, "AK901 P: a part was accepted, and it does not say which")]
    }
  return { receipts: [receipt(at, said, set?.status ?? said.status, set)] }
}

export const receiptsOf = (at: PlacedSet) =>
  Result.map(readFunctionalAcknowledgement(at.set), (said) => taken(at, said))
