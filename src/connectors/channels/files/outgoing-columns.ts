import { chosen } from "../../files/incoming-format.ts"
import { foreignText } from "../../foreign-text.ts"

type Settings = Readonly<Record<string, string>>

/** One column of a file that we write: its header, and a field of ours or a text that is always the same. */
export interface OutgoingColumn<Field extends string> {
  readonly header: string
  readonly field: Field | null
  readonly constant: string
}

const mostColumns = 50

const plain = <Field extends string>(field: Field): OutgoingColumn<Field> => ({
  header: field,
  field,
  constant: ""
})

const columnOf = <Field extends string>(
  value: unknown,
  fields: ReadonlyArray<Field>
): OutgoingColumn<Field> | string => {
  if (typeof value === "string") return columnOf([value, value], fields)
  if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== "string")
    return 'each is a field, ["Their name", "field"] or ["Their name", {"value": "always this"}].'
  const [header, what] = value as [string, unknown]
  if (header === "" || /\p{Cc}/u.test(header)) return "a header is empty or holds a control character."
  if (typeof what === "string") {
    const field = fields.find((name) => name === what)
    return field === undefined
      ? `"${foreignText(what)}" is no field. Fields: ${fields.join(", ")}.`
      : { header, field, constant: "" }
  }
  const constant = typeof what === "object" && what !== null && "value" in what ? what.value : undefined
  return typeof constant === "string" && !/\p{Cc}/u.test(constant)
    ? { header, field: null, constant }
    : `the column "${foreignText(header)}" has neither a field nor one line of text.`
}

/** The columns of a setting, the usual ones where it is empty, or what keeps it from working. */
export const outgoingColumns = <Field extends string>(
  settings: Settings,
  name: string,
  fields: ReadonlyArray<Field>,
  /** Of each of these lists one field must be there. */
  needed: ReadonlyArray<ReadonlyArray<Field>>
): ReadonlyArray<OutgoingColumn<Field>> | string => {
  const text = chosen(settings, name)
  if (text === "") return fields.map(plain)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return `${name} is not a JSON list like [["Order", "${fields[0]}"]].`
  }
  if (!Array.isArray(json) || json.length === 0 || json.length > mostColumns)
    return `${name} is not a list of 1 to ${mostColumns} columns.`
  const columns: Array<OutgoingColumn<Field>> = []
  for (const value of json) {
    const column = columnOf(value, fields)
    if (typeof column === "string") return `${name}: ${column}`
    if (columns.some((other) => other.header === column.header))
      return `${name} has the header "${foreignText(column.header)}" twice.`
    columns.push(column)
  }
  const missing = needed.find((some) => !columns.some(({ field }) => field !== null && some.includes(field)))
  return missing === undefined ? columns : `${name} holds no ${missing.join(" or ")}.`
}
