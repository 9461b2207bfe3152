import type * as Result from "effect/Result"
import { demandSegment, demandSet, type X12Group, type X12Set } from "./x12-interchange.ts"
import { refusable, refuse, type X12Reason, type X12Refusal } from "./x12-refusal.ts"
import { demandElement, demandQuantity, elementAt, sectionsOf, type X12Segment } from "./x12-segment.ts"
import { identifier } from "./x12-text.ts"
import { type NewSegment, segment } from "./x12-writer.ts"

/** A place that the receiver found wrong. Position counts within the set, its ST being 1. */
export interface SyntaxNote {
  readonly segmentId: string
  readonly position: number
  readonly segmentCode: string
  readonly elements: ReadonlyArray<{ readonly element: number; readonly code: string }>
  readonly ordinal: number
}

export interface AcknowledgedSet {
  readonly code: string
  readonly controlNumber: string
  /** AK501: A accepted, E accepted with errors noted, R rejected; M, W and X rejected too. */
  readonly status: string
  readonly syntaxCodes: ReadonlyArray<string>
  readonly notes: ReadonlyArray<SyntaxNote>
  readonly ordinal: number
}

/** Says that a group arrived and whether it was well formed; never that anybody agreed to its business. */
export interface FunctionalAcknowledgement {
  readonly functionalId: string
  readonly groupControlNumber: string
  /** AK901: A, E, P in part, R and others rejected. It holds for sets that are not listed, too. */
  readonly status: string
  readonly sets: ReadonlyArray<AcknowledgedSet>
  readonly included: number
  readonly received: number
  readonly accepted: number
  readonly ordinal: number
}

const statuses = new Set(["A", "E", "M", "P", "R", "W", "X"])

const demandStatus = (at: X12Segment, n: number): string => {
  const status = demandElement(at, n)
  return statuses.has(status) ? status : refuse(at, n, "value", "no acknowledgement code")
}

const readNote = (ak3: X12Segment, ak4s: ReadonlyArray<X12Segment>): SyntaxNote => ({
  segmentId: demandElement(ak3, 1),
  position: demandQuantity(ak3, 2),
  segmentCode: elementAt(ak3, 4),
  elements: ak4s.map((ak4) => ({
    // AK401 may be a composite of element and component; the element comes first.
    element: Number.parseInt(demandElement(ak4, 1), 10) || refuse(ak4, 1, "value", "no element position"),
    code: demandElement(ak4, 3)
  })),
  ordinal: ak3.ordinal
})

const readNotes = (segments: ReadonlyArray<X12Segment>): ReadonlyArray<SyntaxNote> =>
  sectionsOf(segments, "AK3").map(({ head, rest }) => {
    const end = rest.findIndex((next) => next.id !== "AK4")
    return readNote(head, end < 0 ? rest : rest.slice(0, end))
  })

const readAcknowledgedSet = (ak2: X12Segment, rest: ReadonlyArray<X12Segment>): AcknowledgedSet => {
  const end = rest.findIndex((next) => next.id === "AK5")
  const ak5 = rest[end]
  if (ak5 === undefined) return refuse(ak2, 0, "missing", "a set without its AK5")
  return {
    code: demandElement(ak2, 1),
    controlNumber: demandElement(ak2, 2),
    status: demandStatus(ak5, 1),
    syntaxCodes: [2, 3, 4, 5, 6].map((n) => elementAt(ak5, n)).filter((code) => code !== ""),
    notes: readNotes(rest.slice(0, end)),
    ordinal: ak2.ordinal
  }
}

export const readFunctionalAcknowledgement = (
  set: X12Set
): Result.Result<FunctionalAcknowledgement, X12Refusal> =>
  refusable(() => {
    const segments = demandSet(set, "997")
    const ak1 = demandSegment(set, "AK1")
    const ak9 = demandSegment(set, "AK9")
    return {
      functionalId: demandElement(ak1, 1),
      groupControlNumber: demandElement(ak1, 2),
      status: demandStatus(ak9, 1),
      sets: sectionsOf(segments, "AK2").map(({ head, rest }) => readAcknowledgedSet(head, rest)),
      included: demandQuantity(ak9, 2),
      received: demandQuantity(ak9, 3),
      accepted: demandQuantity(ak9, 4),
      ordinal: ak1.ordinal
    }
  })

/** AK502: 1 a set that we do not take, 3 control numbers differ, 4 wrong count, 5 segments in error. */
const syntaxCode = (fault: X12Refusal): string => {
  if (isOtherSet(fault)) return "1"
  if (fault.segmentId !== "SE") return "5"
  return fault.reason === "count" ? "4" : "3"
}

/** The set as a whole is what we do not take: no segment of it is to blame. */
const isOtherSet = (fault: X12Refusal): boolean => fault.segmentId === "ST" && fault.element === 1

const elementCodes: Partial<Record<X12Reason, string>> = {
  missing: "1",
  too_short: "4",
  too_long: "5",
  character: "6",
  value: "7"
}

const noteOf = (fault: X12Refusal, set: X12Set): SyntaxNote => ({
  segmentId: fault.segmentId,
  position: fault.ordinal - set.header.ordinal + 1,
  segmentCode: fault.element > 0 ? "8" : fault.reason === "missing" ? "3" : "2",
  elements: fault.element > 0 ? [{ element: fault.element, code: elementCodes[fault.reason] ?? "7" }] : [],
  ordinal: fault.ordinal
})

/** A partner learns enough from these; a broken file must not become a larger answer. */
const mostNotes = 20

const acknowledgeSet = (set: X12Set, refusals: ReadonlyArray<X12Refusal>): AcknowledgedSet => {
  const faults = [...set.faults, ...refusals.filter((refusal) => !set.faults.includes(refusal))]
  return {
    code: set.code,
    controlNumber: set.controlNumber,
    status: faults.length === 0 ? "A" : "R",
    syntaxCodes: [...new Set(faults.map(syntaxCode))].slice(0, 5),
    notes: faults
      .filter((fault) => fault.segmentId !== "SE" && !isOtherSet(fault))
      .slice(0, mostNotes)
      .map((fault) => noteOf(fault, set)),
    ordinal: set.header.ordinal
  }
}

/** Our answer to a group: by the faults of its sets, and by what the readers of documents refused in them. */
export const acknowledgeGroup = (
  group: X12Group,
  refusals: ReadonlyMap<X12Set, ReadonlyArray<X12Refusal>> = new Map()
): FunctionalAcknowledgement => {
  const sets = group.sets.map((set) => acknowledgeSet(set, refusals.get(set) ?? []))
  const accepted = sets.filter((set) => set.status === "A").length
  return {
    functionalId: group.functionalId,
    groupControlNumber: group.controlNumber,
    status: accepted === sets.length ? "A" : accepted === 0 ? "R" : "P",
    sets,
    included: sets.length,
    received: sets.length,
    accepted,
    ordinal: group.header.ordinal
  }
}

const noteSegments = (note: SyntaxNote): ReadonlyArray<NewSegment> => [
  segment("AK3", note.segmentId, String(note.position), "", note.segmentCode),
  ...note.elements.map(({ element, code }) => segment("AK4", String(element), "", code))
]

/** What stands between ST and SE. What the partner sent is not quoted back: bad values stay out of AK404. */
export const functionalAcknowledgementSegments = (
  answer: FunctionalAcknowledgement
): ReadonlyArray<NewSegment> => [
  segment(
    "AK1",
    identifier("functional id", answer.functionalId, 2),
    identifier("group control number", answer.groupControlNumber, 9)
  ),
  ...answer.sets.flatMap((set) => [
    segment(
      "AK2",
      identifier("set code", set.code, 3),
      identifier("set control number", set.controlNumber, 9)
    ),
    ...set.notes.flatMap(noteSegments),
    segment("AK5", set.status, ...set.syntaxCodes)
  ]),
  segment("AK9", answer.status, String(answer.included), String(answer.received), String(answer.accepted))
]
