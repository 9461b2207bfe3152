import type * as Result from "effect/Result"
import { refusable, refuse, type X12Refusal } from "./x12-refusal.ts"
import { demandSeparators, type X12Separators } from "./x12-separators.ts"
import { elementText, type X12TextRule, type X12Value } from "./x12-text.ts"

/** A segment to be written. A plain string is a code of ours, held to the same rules as an identifier. */
export interface NewSegment {
  readonly id: string
  readonly elements: ReadonlyArray<X12Value | string>
}

export const segment = (id: string, ...elements: ReadonlyArray<X12Value | string>): NewSegment => ({
  id,
  elements
})

export interface X12Style {
  readonly separators: X12Separators
  readonly text: X12TextRule
  /** After each terminator, for people who read files. */
  readonly lineEnd: "" | "\n" | "\r\n"
}

const asValue = (id: string, n: number, element: X12Value | string): X12Value =>
  typeof element !== "string"
    ? element
    : {
        value: element,
        field: `${id}${String(n).padStart(2, "0")}`,
        kind: "identifier",
        min: 1,
        max: 80,
        isCut: false,
        isRequired: false
      }

const lastFilled = (elements: ReadonlyArray<string>): number =>
  elements.findLastIndex((element) => element !== "") + 1

const segmentText = (next: NewSegment, ordinal: number, style: X12Style): string => {
  const place = { ordinal, id: next.id }
  if (!/^[A-Z][A-Z0-9]{1,2}$/.test(next.id)) refuse({ ordinal, id: "?" }, 0, "value", "no segment id")
  const elements = next.elements.map((element, index) =>
    elementText(asValue(next.id, index + 1, element), style.separators, style.text, place, index + 1)
  )
  const count = lastFilled(elements)
  if (count === 0) return refuse(place, 0, "missing", "a segment without elements")
  return [next.id, ...elements.slice(0, count)].join(style.separators.element)
}

/** Thrown refusals: for use inside the codec. */
export const segmentsText = (segments: ReadonlyArray<NewSegment>, style: X12Style): string => {
  demandSeparators(style.separators, { ordinal: 1, id: segments[0]?.id ?? "?" })
  const end = `${style.separators.terminator}${style.lineEnd}`
  return segments.map((next, index) => `${segmentText(next, index + 1, style)}${end}`).join("")
}

/** Segments as text. Trailing empty elements are left out, as X12 wants it; nothing else is added or lost. */
export const writeSegments = (
  segments: ReadonlyArray<NewSegment>,
  style: X12Style
): Result.Result<string, X12Refusal> => refusable(() => segmentsText(segments, style))
