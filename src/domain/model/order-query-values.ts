import { holdKinds } from "./hold.ts"
import { didYouMean } from "./near-word.ts"
import type { Comparison, QueryTest } from "./order-query.ts"
import { type QueryField, takesWords } from "./order-query-fields.ts"

interface Given {
  readonly text: string
  readonly at: number
  readonly length: number
}

interface ValueFault {
  readonly at: number
  readonly length: number
  readonly message: string
}

const mostValues = 20
const longestValue = 100

const fault = (given: Given, message: string): ValueFault => ({ at: given.at, length: given.length, message })

/** What people say for it: the words of a badge, of a label, of a status. */
const otherWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  state: { settle: "doubt", "in-doubt": "doubt", retry: "failed", push: "rejected" },
  hold: Object.fromEntries(
    Object.entries(holdKinds).map(([kind, { label }]) => [
      label.toLowerCase().replaceAll(/[\s-]/g, "_"),
      kind
    ])
  )
}

/** A choice in its one way of writing: `Not Processed`, `not_processed` and `not-processed` are the same. */
const choiceOf = (field: QueryField, text: string): string | null => {
  const said = text.trim().toLowerCase()
  const ways = [said, said.replaceAll(/[\s_]/g, "-"), said.replaceAll(/[\s-]/g, "_")]
  const found = field.words.find((word) => ways.includes(word))
  if (found !== undefined) return found
  return ways.flatMap((way) => otherWords[field.name]?.[way] ?? [])[0] ?? null
}

const exampleOf = (field: QueryField): string => `, for example ${field.example}`

const amount = /^([$€£]?)(\d{1,13}(?:\.\d{1,4})?)([A-Za-z]{3})?$/
const symbols: Readonly<Record<string, string>> = { $: "USD", "€": "EUR", "£": "GBP" }

const number = (field: QueryField, by: Comparison, given: Given): QueryTest | ValueFault => {
  const text = given.text.trim()
  if (field.takes === "count") {
    if (/^\d{1,9}$/.test(text)) return { is: "compared", by, number: String(Number(text)), unit: "" }
    return fault(given, `${field.name} takes a whole number${exampleOf(field)}.`)
  }
  if (field.takes === "amount") {
    const parts = amount.exec(text)
    const isTwice = parts !== null && parts[1] !== "" && parts[3] !== undefined
    if (parts === null || isTwice)
      return fault(given, `${field.name} takes an amount, with a currency if you like${exampleOf(field)}.`)
    const unit = parts[3]?.toUpperCase() ?? symbols[parts[1] ?? ""] ?? ""
    return { is: "compared", by, number: (parts[2] ?? "0").replace(/^0+(?=\d)/, ""), unit }
  }
  const parts = /^(\d{1,5})([mhdw])$/i.exec(text)
  if (parts === null || by === "=")
    return fault(given, `${field.name} takes ${takesWords(field)}${exampleOf(field)}.`)
  return { is: "compared", by, number: String(Number(parts[1])), unit: (parts[2] ?? "").toLowerCase() }
}

const word = (field: QueryField, given: Given): string | ValueFault => {
  const choice = choiceOf(field, given.text)
  if (choice !== null) return choice
  const said = given.text.trim()
  const near = didYouMean(said.toLowerCase(), field.words)
  const begin =
    said === ""
      ? `${field.name} is followed by`
      : `${field.name} has no ${said.slice(0, 40)}.${near} It takes`
  return fault(given, `${begin} ${takesWords(field)}.`)
}

const plain = (field: QueryField, given: Given): string | ValueFault => {
  const text = given.text.trim()
  if (text === "" || (field.takes === "starts" && text === "*"))
    return fault(given, `${field.name} is followed by ${takesWords(field)}${exampleOf(field)}.`)
  if (text.length > longestValue) return fault(given, `A value has at most ${longestValue} letters.`)
  if (field.name === "country" && !/^[A-Za-z]{2}$/.test(text))
    return fault(given, "country takes the two letters of a country, for example country:US.")
  return field.name === "country" ? text.toUpperCase() : text
}

const isNumeric = (field: QueryField): boolean => ["amount", "count", "since", "until"].includes(field.takes)

/** What stands behind a field's name, understood by what the field takes. */
export const valuesTest = (
  field: QueryField,
  by: Comparison,
  values: ReadonlyArray<Given>
): QueryTest | ValueFault => {
  const [first] = values
  if (first === undefined) throw new Error("a field is followed by at least an empty value")
  const areWords = field.words.length > 0 && by === "="
  if (isNumeric(field) && !areWords) {
    const second = values[1]
    return second === undefined
      ? number(field, by, first)
      : fault(second, `${field.name} is compared with one value; say it twice for a range.`)
  }
  if (by !== "=") return fault(first, `${field.name} is not compared: write ${field.example}.`)
  const over = values[mostValues]
  if (over !== undefined) return fault(over, `A field takes at most ${mostValues} values.`)
  const read = values.map((given) => (areWords ? word(field, given) : plain(field, given)))
  const wrong = read.find((value) => typeof value !== "string")
  if (wrong !== undefined) return wrong
  return { is: "any of", values: [...new Set(read.filter((value) => typeof value === "string"))] }
}
