import { type QueryField, queryFieldNamed, queryFields, takesWords } from "./order-query-fields.ts"

/** Names that only the database knows. */
export interface KnownNames {
  readonly channel: ReadonlyArray<string>
  readonly supplier: ReadonlyArray<string>
  readonly tag: ReadonlyArray<string>
  readonly assignee: ReadonlyArray<string>
}

export interface Completion {
  /** What stands in the place of the word that is being typed. */
  readonly text: string
  /** What it means, beside it. */
  readonly means: string
}

export interface Completions {
  /** Where that word begins. */
  readonly from: number
  readonly options: ReadonlyArray<Completion>
}

const quotedIfNeeded = (value: string): string =>
  /[\s",\\]/u.test(value) ? `"${value.replace(/["\\]/g, "\\$&")}"` : value

const spans = ["10m", "1h", "4h", "1d", "7d"]

const fieldOption = (not: string, row: QueryField): Completion => ({
  text: `${not}${row.name}${row.takes === "amount" || row.takes === "since" ? ">" : ":"}`,
  means: `${row.means}  ${row.example}`
})

const namesOf = (row: QueryField, known: KnownNames): ReadonlyArray<string> =>
  row.name in known ? known[row.name as keyof KnownNames] : row.words

const valueOptions = (row: QueryField, isCompared: boolean, typed: string, known: KnownNames) => {
  const isTime = row.takes === "since" || row.takes === "until"
  const values = isCompared ? (isTime ? spans : []) : namesOf(row, known)
  const start = typed.replace(/^"/, "").toLowerCase()
  const isPart = row.takes === "part"
  return values
    .filter((value) => (isPart ? value.toLowerCase().includes(start) : value.toLowerCase().startsWith(start)))
    .map((value): Completion => ({ text: quotedIfNeeded(value), means: "" }))
}

/** The word at the end of the text: a quote that is open keeps its spaces. */
const lastWord = (text: string): number => {
  let start = 0
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    const letter = text.charAt(i)
    if (letter === "\\" && isQuoted) i += 1
    else if (letter === '"') isQuoted = !isQuoted
    else if (!isQuoted && /\s/u.test(letter)) start = i + 1
  }
  return start
}

/** Where the value that is being typed begins: behind the last comma that is not in quotes. */
const lastValue = (values: string): number => {
  let start = 0
  let isQuoted = false
  for (let i = 0; i < values.length; i++) {
    if (values.charAt(i) === '"') isQuoted = !isQuoted
    else if (values.charAt(i) === "," && !isQuoted) start = i + 1
  }
  return start
}

/** What may stand at the end of a query that is being typed: names of fields, then what the field takes. */
export const completionsOf = (text: string, known: KnownNames): Completions => {
  const from = lastWord(text)
  const head = /^(-?)([A-Za-z]*)(:|>=|<=|>|<)?/.exec(text.slice(from))
  const [whole = "", not = "", name = "", by] = head ?? []
  if (by === undefined) {
    if (whole.length < text.length - from) return { from, options: [] }
    const start = name.toLowerCase()
    return {
      from,
      options: queryFields
        .filter((row) => [row.name, ...row.also].some((one) => one.startsWith(start)))
        .map((row) => fieldOption(not, row))
    }
  }
  const row = queryFieldNamed(name)
  if (row === null) return { from, options: [] }
  const values = text.slice(from + whole.length)
  const at = lastValue(values)
  return {
    from: from + whole.length + at,
    options: valueOptions(row, by !== ":", values.slice(at), known)
  }
}

/** One line on the field that is being typed: what may stand behind it. */
export const fieldHelp = (text: string): string | null => {
  const head = /^-?([A-Za-z]+)(?::|>=|<=|>|<)/.exec(text.slice(lastWord(text)))
  const row = head === null ? null : queryFieldNamed(head[1] ?? "")
  return row === null ? null : `${row.name}: ${row.means}. It takes ${takesWords(row)}.`
}
