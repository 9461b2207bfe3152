import type { QueryFieldName } from "./order-query-fields.ts"

export type Comparison = "=" | ">" | ">=" | "<" | "<="

export type QueryTest =
  /** One of these. */
  | { readonly is: "any of"; readonly values: ReadonlyArray<string> }
  /** `unit`: m, h, d or w of a time, the currency of an amount; empty: none was said. */
  | { readonly is: "compared"; readonly by: Comparison; readonly number: string; readonly unit: string }

export interface FieldTerm {
  readonly kind: "field"
  readonly field: QueryFieldName
  readonly isNot: boolean
  readonly test: QueryTest
}

/** Text that its numbers, names or SKUs have somewhere. */
export interface TextTerm {
  readonly kind: "text"
  readonly text: string
  readonly isNot: boolean
}

export type QueryTerm = FieldTerm | TextTerm

/** All of these are true of an order. */
export type OrderQuery = ReadonlyArray<QueryTerm>

/** What looks as if it were a field, or has something that ends a word. */
const needsQuotes = (text: string): boolean =>
  text === "" || text.startsWith("-") || /[\s"\\]/u.test(text) || /^[A-Za-z]+[:<>]/.test(text)

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`

const valueText = (value: string): string => (value === "" || /[\s",\\]/u.test(value) ? quoted(value) : value)

const testText = (test: QueryTest): string => {
  if (test.is === "any of") return `:${test.values.map(valueText).join(",")}`
  return `${test.by === "=" ? ":" : test.by}${test.number}${test.unit}`
}

const termText = (term: QueryTerm): string => {
  const not = term.isNot ? "-" : ""
  if (term.kind === "text") return `${not}${needsQuotes(term.text) ? quoted(term.text) : term.text}`
  return `${not}${term.field}${testText(term.test)}`
}

/** The query in one way of writing: read again it is the same. */
export const printOrderQuery = (query: OrderQuery): string => query.map(termText).join(" ")

const unitSeconds: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 }

/** The length of a time that was said with its unit. */
export const spanMs = (number: string, unit: string): number =>
  Number(number) * (unitSeconds[unit] ?? 0) * 1000
