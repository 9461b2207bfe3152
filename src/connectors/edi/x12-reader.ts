import type * as Result from "effect/Result"
import type { X12Interchange } from "./x12-interchange.ts"
import { pairEnvelopes } from "./x12-interchange.ts"
import { refusable, refuse, type X12Refusal } from "./x12-refusal.ts"
import type { X12Segment } from "./x12-segment.ts"
import { demandSeparators, isaLength, isaWidths, type X12Separators } from "./x12-separators.ts"

export interface X12Limits {
  readonly bytes: number
  readonly segments: number
  readonly interchanges: number
  readonly elements: number
  readonly elementLength: number
}

/** Far above any order or inventory file of the trade, far below what hurts. */
export const usualLimits: X12Limits = {
  bytes: 32 * 1024 * 1024,
  segments: 500_000,
  interchanges: 1_000,
  elements: 200,
  elementLength: 32_768
}

const beginning = { ordinal: 1, id: "ISA" }

/** UTF-8 where it is that, else Latin-1: a byte must not make a file unreadable. A byte-order mark is dropped. */
const textOf = (content: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content)
  } catch {
    return new TextDecoder("latin1").decode(content)
  }
}

const skipLineEnds = (text: string, from: number): number => {
  let at = from
  while (text[at] === "\r" || text[at] === "\n") at += 1
  return at
}

const isaSegment = (isa: string, ordinal: number): X12Segment => {
  const place = { ordinal, id: "ISA" }
  if (isa.length < isaLength) return refuse(place, 0, "unterminated", "shorter than its 106 characters")
  const elements: Array<string> = []
  let at = 3
  isaWidths.forEach((width, index) => {
    if (isa[at] !== isa[3]) refuse(place, index + 1, "separators", "its fixed width is not kept")
    const value = isa.slice(at + 1, at + 1 + width)
    // ISA16 is the component separator itself.
    if (value.includes(isa.charAt(3)) && index < 15)
      refuse(place, index + 1, "separators", "its fixed width is not kept")
    elements.push(value)
    at += 1 + width
  })
  return { ordinal, id: "ISA", elements }
}

const separatorsOf = (isa: string, segment: X12Segment): X12Separators => {
  const repetition = segment.elements[10] ?? ""
  const repeats = (segment.elements[11] ?? "") >= "00501" && /^[^A-Za-z0-9 ]$/.test(repetition)
  const separators = {
    element: isa.charAt(3),
    component: isa.charAt(104),
    repetition: repeats ? repetition : null,
    terminator: isa.charAt(105)
  }
  return demandSeparators(separators, segment)
}

const segmentOf = (raw: string, ordinal: number, element: string, limits: X12Limits): X12Segment => {
  const [id = "", ...elements] = raw.split(element, limits.elements + 2)
  if (!/^[A-Z][A-Z0-9]{1,2}$/.test(id))
    return refuse({ ordinal, id: "?" }, 0, "not_x12", "its id is not two or three capitals and digits")
  const place = { ordinal, id }
  if (elements.length > limits.elements) refuse(place, limits.elements + 1, "too_large", "too many elements")
  const long = elements.findIndex((value) => value.length > limits.elementLength)
  if (long >= 0) refuse(place, long + 1, "too_large", "element is too long")
  return { ordinal, id, elements }
}

/** Every ISA brings its own separators, so that a file may hold interchanges of several partners. */
const splitFile = (text: string, limits: X12Limits): ReadonlyArray<readonly [X12Separators, X12Segment]> => {
  const segments: Array<readonly [X12Separators, X12Segment]> = []
  let separators: X12Separators | null = null
  let interchanges = 0
  let at = skipLineEnds(text, 0)
  while (at < text.length) {
    const ordinal = segments.length + 1
    if (ordinal > limits.segments) refuse({ ordinal, id: "?" }, 0, "too_large", "too many segments")
    if (text.startsWith("ISA", at)) {
      const raw = text.slice(at, at + isaLength)
      interchanges += 1
      if (interchanges > limits.interchanges)
        refuse({ ordinal, id: "ISA" }, 0, "too_large", "too many interchanges in one file")
      const isa = isaSegment(raw, ordinal)
      separators = separatorsOf(raw, isa)
      segments.push([separators, isa])
      at = skipLineEnds(text, at + isaLength)
      continue
    }
    if (separators === null) return refuse(beginning, 0, "not_x12", "the file does not begin with ISA")
    const end = text.indexOf(separators.terminator, at)
    const raw = text.slice(at, end < 0 ? text.length : end)
    if (end < 0 && raw.trim() === "") break
    const segment = segmentOf(raw, ordinal, separators.element, limits)
    if (end < 0) refuse(segment, 0, "unterminated", "the file ends inside it")
    segments.push([separators, segment])
    at = skipLineEnds(text, end + 1)
  }
  return segments.length > 0 ? segments : refuse(beginning, 0, "not_x12", "the file is empty")
}

/**
 * A whole file: one interchange or more. What breaks an interchange or a group refuses the file; what breaks one set is
 * among its `faults`, so that a 997 can answer it.
 */
export const readInterchanges = (
  content: Uint8Array,
  limits: X12Limits = usualLimits
): Result.Result<ReadonlyArray<X12Interchange>, X12Refusal> =>
  refusable(() => {
    if (content.length > limits.bytes) refuse(beginning, 0, "too_large", "the file is too large")
    return pairEnvelopes(splitFile(textOf(content), limits))
  })
