import { refuse } from "./x12-refusal.ts"

/** One segment as it stands in the file. Elements are raw text: a composite is not taken apart. */
export interface X12Segment {
  /** Its place in the file, counted from 1. */
  readonly ordinal: number
  readonly id: string
  readonly elements: ReadonlyArray<string>
}

/** Element n counted from 1, as X12 counts; empty when the segment ends before it. */
export const elementAt = (segment: X12Segment, n: number): string => (segment.elements[n - 1] ?? "").trim()

/** No number, code or name of X12 is longer. What is, would break whatever keeps it. */
const mostCharacters = 80

/** A number, code or name; empty when it is not there. */
export const shortElement = (segment: X12Segment, n: number): string => {
  const value = elementAt(segment, n)
  return value.length <= mostCharacters
    ? value
    : refuse(segment, n, "too_long", `more than ${mostCharacters} characters`)
}

export const demandElement = (segment: X12Segment, n: number): string =>
  shortElement(segment, n) || refuse(segment, n, "missing", "mandatory element is empty")

const decimal = /^-?(?:[0-9]{1,15}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})$/

/** A number (type R or N0) of at most fifteen digits before the point. */
export const demandNumber = (segment: X12Segment, n: number): number => {
  const text = demandElement(segment, n)
  return decimal.test(text) ? Number(text) : refuse(segment, n, "value", "not a number")
}

export const optionalNumber = (segment: X12Segment, n: number): number | null =>
  elementAt(segment, n) === "" ? null : demandNumber(segment, n)

/** Quantities of ours are whole and never negative. */
export const demandQuantity = (segment: X12Segment, n: number): number => {
  const quantity = demandNumber(segment, n)
  return Number.isSafeInteger(quantity) && quantity >= 0
    ? quantity
    : refuse(segment, n, "value", "not a whole quantity")
}

/** CCYYMMDD as YYYY-MM-DD: a day without a zone. Empty is null; a day that no calendar has is refused. */
export const optionalDay = (segment: X12Segment, n: number): string | null => {
  const text = elementAt(segment, n)
  if (text === "") return null
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
  const time = /^[0-9]{8}$/.test(text) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
  return isDay ? day : refuse(segment, n, "value", "not a date CCYYMMDD")
}

/** Qualifier and value pairs from element `first` on, as PO1 and LIN carry their item numbers; the first of a kind counts. */
export const qualifiedPairs = (segment: X12Segment, first: number): Readonly<Record<string, string>> => {
  const pairs: Record<string, string> = Object.create(null)
  for (let n = first; n <= segment.elements.length; n += 2) {
    const qualifier = shortElement(segment, n)
    const value = shortElement(segment, n + 1)
    if (qualifier !== "" && value !== "") pairs[qualifier] ??= value
  }
  return pairs
}

export interface Section {
  readonly head: X12Segment
  readonly rest: ReadonlyArray<X12Segment>
}

/** Each segment of an id with what follows it up to the next one: one pass, however long the file is. */
export const sectionsOf = (segments: ReadonlyArray<X12Segment>, id: string): ReadonlyArray<Section> => {
  const starts = segments.flatMap((next, at) => (next.id === id ? [at] : []))
  return starts.flatMap((at, index) => {
    const head = segments[at]
    return head === undefined ? [] : [{ head, rest: segments.slice(at + 1, starts[index + 1]) }]
  })
}
