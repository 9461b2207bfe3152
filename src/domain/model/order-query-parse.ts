import { didYouMean } from "./near-word.ts"
import type { Comparison, OrderQuery, QueryTerm } from "./order-query.ts"
import { queryFieldNamed, queryFieldNames } from "./order-query-fields.ts"
import { valuesTest } from "./order-query-values.ts"

/** Where a query cannot be understood, and what would be. */
export interface QueryFault {
  readonly at: number
  readonly length: number
  readonly message: string
}

export type ParsedQuery =
  | { readonly ok: true; readonly query: OrderQuery }
  | { readonly ok: false; readonly fault: QueryFault }

export const longestQuery = 400
const mostTerms = 30

class Fault extends Error {
  readonly fault: QueryFault
  constructor(at: number, length: number, message: string) {
    super(message)
    this.fault = { at, length, message }
  }
}

interface Read<A> {
  readonly value: A
  readonly end: number
}

/** From the quote at `at` to the one that closes it; a backslash takes the next letter as it is. */
const readQuoted = (text: string, at: number): Read<string> => {
  let value = ""
  for (let i = at + 1; i < text.length; i++) {
    const letter = text.charAt(i)
    if (letter === '"') return { value, end: i + 1 }
    if (letter === "\\" && i + 1 < text.length) i += 1
    value += text.charAt(i)
  }
  throw new Fault(at, text.length - at, 'This quote is not closed: put " at its end.')
}

const readBare = (text: string, at: number, stop: RegExp): Read<string> => {
  let end = at
  while (end < text.length && !stop.test(text.charAt(end))) end += 1
  return { value: text.slice(at, end), end }
}

export interface ReadValue {
  readonly text: string
  readonly at: number
  readonly length: number
}

/** `a,"b c"` up to the next space. */
const readValues = (text: string, start: number): Read<ReadonlyArray<ReadValue>> => {
  const values: Array<ReadValue> = []
  let at = start
  for (;;) {
    const { value, end } = text.charAt(at) === '"' ? readQuoted(text, at) : readBare(text, at, /[\s,]/u)
    values.push({ text: value, at, length: Math.max(1, end - at) })
    if (text.charAt(end) !== ",") return { value: values, end }
    at = end + 1
  }
}

const readField = (text: string, at: number, isNot: boolean): Read<QueryTerm> | null => {
  const head = /^([A-Za-z]+)(:|>=|<=|>|<)/.exec(text.slice(at))
  if (head === null) return null
  const [whole, name = "", by = ":"] = head
  const field = queryFieldNamed(name)
  if (field === null)
    throw new Fault(
      at,
      name.length,
      `There is no field ${name}.${didYouMean(name.toLowerCase(), queryFieldNames)} In quotes it is text.`
    )
  const { value: values, end } = readValues(text, at + whole.length)
  const comparison = (by === ":" ? "=" : by) as Comparison
  const read = valuesTest(field, comparison, values)
  if ("message" in read) throw new Fault(read.at, read.length, read.message)
  return { value: { kind: "field", field: field.name, isNot, test: read }, end }
}

const readTerm = (text: string, start: number): Read<QueryTerm> => {
  const isNot = text.charAt(start) === "-" && /\S/u.test(text.charAt(start + 1))
  const at = isNot ? start + 1 : start
  const field = readField(text, at, isNot)
  if (field !== null) return field
  const { value, end } = text.charAt(at) === '"' ? readQuoted(text, at) : readBare(text, at, /\s/u)
  if (value.trim() === "") throw new Fault(at, end - at, "There is nothing between these quotes.")
  return { value: { kind: "text", text: value, isNot }, end }
}

const readTerms = (text: string): OrderQuery => {
  if (text.length > longestQuery)
    throw new Fault(longestQuery, text.length - longestQuery, `A query has at most ${longestQuery} letters.`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text)
  if (control !== null) throw new Fault(control.index, 1, "A control character cannot be looked for.")
  const terms: Array<QueryTerm> = []
  let at = 0
  for (;;) {
    while (at < text.length && /\s/u.test(text.charAt(at))) at += 1
    if (at >= text.length) return terms
    if (terms.length === mostTerms)
      throw new Fault(at, text.length - at, `A query has at most ${mostTerms} parts.`)
    const { value, end } = readTerm(text, at)
    terms.push(value)
    at = end
  }
}

/** `channel:acme state:resolve age>10m sku:AB-1 "two words"`, or the place that cannot be understood. */
export const parseOrderQuery = (text: string): ParsedQuery => {
  try {
    return { ok: true, query: readTerms(text) }
  } catch (failure) {
    if (failure instanceof Fault) return { ok: false, fault: failure.fault }
    throw failure
  }
}
