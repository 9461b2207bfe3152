import { refuse, X12Refusal } from "./x12-refusal.ts"
import { demandElement, elementAt, type X12Segment } from "./x12-segment.ts"
import type { X12Separators } from "./x12-separators.ts"

export interface X12Set {
  /** ST01: 850, 855 ... */
  readonly code: string
  readonly controlNumber: string
  readonly header: X12Segment
  /** Between ST and SE. */
  readonly segments: ReadonlyArray<X12Segment>
  /** What makes this set unreadable though its envelope holds. Readers of documents refuse it by the first. */
  readonly faults: ReadonlyArray<X12Refusal>
}

export interface X12Group {
  /** GS01: PO, PR, SH, IB, FA ... */
  readonly functionalId: string
  readonly sender: string
  readonly receiver: string
  readonly controlNumber: string
  readonly version: string
  readonly header: X12Segment
  readonly sets: ReadonlyArray<X12Set>
}

export interface X12Party {
  readonly qualifier: string
  readonly id: string
}

export interface X12Interchange {
  readonly separators: X12Separators
  readonly sender: X12Party
  readonly receiver: X12Party
  readonly version: string
  readonly controlNumber: string
  /** ISA15: P for production, T for test. */
  readonly usage: string
  readonly header: X12Segment
  /** TA1: what the partner's translator says of envelopes of ours. They stand before the groups, which may be missing then. */
  readonly reports: ReadonlyArray<X12Segment>
  readonly groups: ReadonlyArray<X12Group>
}

type Separated = readonly [X12Separators, X12Segment]

const envelopeIds = new Set(["ISA", "GS", "ST", "SE", "GE", "IEA"])

/** Reads on, one segment at a time; the end of the file is refused at the envelope that it leaves open. */
class Walk {
  #at = 0
  readonly #segments: ReadonlyArray<Separated>
  constructor(segments: ReadonlyArray<Separated>) {
    this.#segments = segments
  }
  peek(): string | null {
    return this.#segments[this.#at]?.[1].id ?? null
  }
  take(id: string, opener: X12Segment | null): Separated {
    const next = this.#segments[this.#at]
    if (next === undefined)
      return refuse(
        opener ?? { ordinal: this.#at + 1, id },
        0,
        "unterminated",
        `the file ends before its ${id}`
      )
    if (next[1].id !== id) return refuse(next[1], 0, "unexpected_segment", `${id} must stand here`)
    this.#at += 1
    return next
  }
  takeBody(): ReadonlyArray<X12Segment> {
    const from = this.#at
    while (this.#at < this.#segments.length && !envelopeIds.has(this.peek() ?? "")) this.#at += 1
    return this.#segments.slice(from, this.#at).map(([, segment]) => segment)
  }
}

const sameNumber = (a: string, b: string): boolean => a.replace(/^0+/, "") === b.replace(/^0+/, "")

/** A trailer says how many it closes (element 1) and repeats the number of its opener (element 2). */
const trailerFaults = (
  trailer: X12Segment,
  count: number,
  controlNumber: string
): ReadonlyArray<X12Refusal> => {
  const faults: Array<X12Refusal> = []
  const at = (element: number, reason: "count" | "control_number", detail: string) =>
    faults.push(new X12Refusal({ ordinal: trailer.ordinal, segmentId: trailer.id, element, reason, detail }))
  if (!/^[0-9]{1,10}$/.test(elementAt(trailer, 1)) || Number(elementAt(trailer, 1)) !== count)
    at(1, "count", `${count} were counted`)
  if (!sameNumber(elementAt(trailer, 2), controlNumber))
    at(2, "control_number", "it does not pair with its opener")
  return faults
}

const demandTrailer = (trailer: X12Segment, count: number, controlNumber: string): void => {
  const [fault] = trailerFaults(trailer, count, controlNumber)
  if (fault !== undefined) throw fault
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for.
const control = /[\u0000-\u001f\u007f-\u009f]/

/** A separator may itself be a control; any other control has no business in an element. */
const characterFaults = (
  segment: X12Segment,
  { component, repetition }: X12Separators
): ReadonlyArray<X12Refusal> => {
  const bare = (value: string) => value.replaceAll(component, "").replaceAll(repetition ?? component, "")
  const element = segment.elements.findIndex((value) => control.test(value) && control.test(bare(value))) + 1
  if (element === 0) return []
  const { ordinal, id: segmentId } = segment
  const detail = "a control character inside an element"
  return [new X12Refusal({ ordinal, segmentId, element, reason: "character", detail })]
}

const readSet = (walk: Walk): X12Set => {
  const [separators, header] = walk.take("ST", null)
  const segments = walk.takeBody()
  const [, trailer] = walk.take("SE", header)
  const controlNumber = demandElement(header, 2)
  const faults = [
    ...segments.flatMap((segment) => characterFaults(segment, separators)),
    ...trailerFaults(trailer, segments.length + 2, controlNumber)
  ]
  return { code: demandElement(header, 1), controlNumber, header, segments, faults }
}

const readGroup = (walk: Walk): X12Group => {
  const [, header] = walk.take("GS", null)
  const sets: Array<X12Set> = []
  while (walk.peek() === "ST") sets.push(readSet(walk))
  const controlNumber = demandElement(header, 6)
  demandTrailer(walk.take("GE", header)[1], sets.length, controlNumber)
  return {
    functionalId: demandElement(header, 1),
    sender: elementAt(header, 2),
    receiver: elementAt(header, 3),
    controlNumber,
    version: demandElement(header, 8),
    header,
    sets
  }
}

const readInterchange = (walk: Walk): X12Interchange => {
  const [separators, header] = walk.take("ISA", null)
  const reports: Array<X12Segment> = []
  while (walk.peek() === "TA1") reports.push(walk.take("TA1", header)[1])
  const groups: Array<X12Group> = []
  while (walk.peek() === "GS") groups.push(readGroup(walk))
  const controlNumber = demandElement(header, 13)
  const trailer = walk.take("IEA", header)[1]
  demandTrailer(trailer, groups.length + countedReports(trailer, reports, groups), controlNumber)
  return {
    separators,
    sender: { qualifier: elementAt(header, 5), id: elementAt(header, 6) },
    receiver: { qualifier: elementAt(header, 7), id: elementAt(header, 8) },
    version: elementAt(header, 12),
    controlNumber,
    usage: elementAt(header, 15),
    header,
    reports,
    groups
  }
}

/** A trailer counts groups. Where there is none, some translators count their reports as one. */
const countedReports = (
  trailer: X12Segment,
  reports: ReadonlyArray<X12Segment>,
  groups: ReadonlyArray<X12Group>
): number => (groups.length === 0 && reports.length > 0 && elementAt(trailer, 1) === "1" ? 1 : 0)

export const pairEnvelopes = (segments: ReadonlyArray<Separated>): ReadonlyArray<X12Interchange> => {
  const walk = new Walk(segments)
  const interchanges: Array<X12Interchange> = []
  while (walk.peek() !== null) interchanges.push(readInterchange(walk))
  return interchanges
}

/** A segment as it stood in the file, up to its terminator. */
export const segmentRaw = ({ id, elements }: X12Segment, separators: X12Separators): string =>
  `${[id, ...elements].join(separators.element)}${separators.terminator}`

/** A set as it stood in the file, its ST first; its SE is the envelope's and left out. */
export const setRaw = (set: X12Set, separators: X12Separators): string =>
  [set.header, ...set.segments].map((each) => segmentRaw(each, separators)).join("\n")

/** What every reader of a document asks first: the right kind of set, and a whole one. */
export const demandSet = (set: X12Set, code: string): ReadonlyArray<X12Segment> => {
  const [fault] = set.faults
  if (fault !== undefined) throw fault
  return set.code === code ? set.segments : refuse(set.header, 1, "value", `a ${code} was expected`)
}

export const demandSegment = (set: X12Set, id: string): X12Segment =>
  set.segments.find((segment) => segment.id === id) ??
  refuse(set.header, 0, "missing", `the set has no ${id}`)
