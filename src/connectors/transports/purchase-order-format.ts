import { type DatePattern, datePattern } from "../files/date-pattern.ts"
import { chosen, separatorNamed } from "../files/incoming-format.ts"
import { characterName, windows1252 } from "../files/windows-1252.ts"
import { foreignText } from "../foreign-text.ts"
import {
  type DecimalMark,
  fieldNames,
  isLineField,
  isOrderField,
  usualColumns
} from "./purchase-order-fields.ts"

type Settings = Readonly<Record<string, string>>

/** One column: its header, and a field of ours or a text that is always the same. */
export interface FileColumn {
  readonly header: string
  readonly field: string | null
  readonly constant: string
}

export type FileEncoding = "utf-8" | "utf-8-bom" | "windows-1252"

/** How one supplier wants its purchase order files. */
export interface PurchaseOrderFormat {
  /** rows: a row for each line, the order repeated. PH-PD: a row for the order, then one for each line. */
  readonly layout: "rows" | "PH-PD"
  /** The columns of the PH row; empty in `rows`. */
  readonly orderColumns: ReadonlyArray<FileColumn>
  readonly columns: ReadonlyArray<FileColumn>
  readonly separator: string
  readonly quoteAll: boolean
  readonly lineEnd: "\r\n" | "\n"
  readonly encoding: FileEncoding
  readonly date: DatePattern
  readonly decimal: DecimalMark
  readonly headerRow: boolean
  readonly fileName: string
}

const plain = (name: string): FileColumn => ({ header: name, field: name, constant: "" })

const isoMoment: DatePattern = { write: (at) => at.toISOString(), read: () => null }

const mostColumns = 100

const columnOf = (value: unknown): FileColumn | string => {
  if (typeof value === "string") return columnOf([value, value])
  if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== "string")
    return 'each is a field, ["Their name", "field"] or ["Their name", {"value": "always this"}].'
  const [header, what] = value as [string, unknown]
  if (/\p{Cc}/u.test(header)) return "a header holds a control character."
  if (typeof what === "string") {
    if (!isOrderField(what) && !isLineField(what))
      return `"${foreignText(what)}" is no field. Fields: ${fieldNames.join(", ")}.`
    return { header, field: what, constant: "" }
  }
  const constant = typeof what === "object" && what !== null && "value" in what ? what.value : undefined
  if (typeof constant !== "string" || /\p{Cc}/u.test(constant))
    return `the column "${foreignText(header)}" has neither a field nor one line of text.`
  return { header, field: null, constant }
}

const columnsOf = (settings: Settings, name: string, usual: ReadonlyArray<string>) => {
  const text = chosen(settings, name)
  if (text === "") return usual.map(plain)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return `${name} is not a JSON list like [["PO", "po_number"], ["SKU", "sku"], ["Qty", "qty"]].`
  }
  if (!Array.isArray(json) || json.length === 0 || json.length > mostColumns)
    return `${name} is not a list of 1 to ${mostColumns} columns.`
  const columns = json.map(columnOf)
  const fault = columns.find((column) => typeof column === "string")
  return typeof fault === "string" ? `${name}: ${fault}` : (columns as ReadonlyArray<FileColumn>)
}

const oneOf = <A>(settings: Settings, name: string, choices: Readonly<Record<string, A>>, usual: A) => {
  const text = chosen(settings, name).toLowerCase()
  if (text === "") return { value: usual }
  return Object.hasOwn(choices, text)
    ? { value: choices[text] as A }
    : `${name} "${foreignText(text)}" is not one of ${Object.keys(choices).join(", ")}.`
}

const longest = 100

/** Plain, and another for each purchase order: what is in braces must be able to make it so. */
export const fileNameFault = (pattern: string): string | null => {
  const rest = pattern.replace(/\{(?:po|date|time|seq)\}/g, "")
  if (!pattern.includes("{po}"))
    return `fileName "${foreignText(pattern)}" must hold {po}: a name that comes again would be refused as taken.`
  if (!/^[A-Za-z0-9._-]*$/.test(rest) || pattern.length > longest)
    return `fileName "${foreignText(pattern)}" may hold letters, digits, dot, dash, underscore, {po}, {date}, {time} and {seq}, up to ${longest} characters.`
  if (/^[.-]/.test(pattern))
    return `fileName "${foreignText(pattern)}" may not begin with a dot or a dash: such files are overlooked or taken for options.`
  return /\.(tmp|part|partial|filepart|uploading)$/i.test(pattern)
    ? `fileName "${foreignText(pattern)}" ends like a file that is not finished.`
    : null
}

const needed = (format: PurchaseOrderFormat): string | null => {
  const inOrder = format.orderColumns.map((column) => column.field)
  const inLines = format.columns.map((column) => column.field)
  if (![...inOrder, ...inLines].includes("po_number"))
    return "The columns hold no po_number: no answer could be matched to its order."
  const absent = ["sku", "qty"].find((field) => !inLines.includes(field))
  if (absent !== undefined) return `csvColumns holds no ${absent}: the supplier could not know what to ship.`
  const misplaced = inOrder.find((field) => field !== null && isLineField(field))
  if (misplaced !== undefined) return `csvOrderColumns holds ${misplaced}, which belongs to a line.`
  return null
}

const headerFault = (format: PurchaseOrderFormat): string | null => {
  if (format.encoding !== "windows-1252") return null
  for (const column of [...format.orderColumns, ...format.columns]) {
    const encoded = windows1252(`${column.header}${column.constant}`)
    if ("missing" in encoded)
      return `The column "${foreignText(column.header)}" holds ${characterName(encoded.missing)}, which windows-1252 does not have.`
  }
  return null
}

const orderFields = usualColumns.filter(isOrderField)
const pdFields = ["po_number", "line_id", "sku", "qty", "unit_cost", "title"]

/** The settings as a format, or what keeps them from working. */
export const purchaseOrderFormat = (settings: Settings): PurchaseOrderFormat | string => {
  const layout = oneOf(
    settings,
    "csvLayout",
    { rows: "rows", "ph-pd": "PH-PD" } as const,
    "rows" as "rows" | "PH-PD"
  )
  if (typeof layout === "string") return layout
  const split = layout.value === "PH-PD"
  if (!split && chosen(settings, "csvOrderColumns") !== "")
    return "csvOrderColumns is for csvLayout PH-PD alone."
  const orderColumns = split ? columnsOf(settings, "csvOrderColumns", orderFields) : []
  if (typeof orderColumns === "string") return orderColumns
  const columns = columnsOf(settings, "csvColumns", split ? pdFields : usualColumns)
  if (typeof columns === "string") return columns
  const separatorName = chosen(settings, "csvSeparator")
  const separator = separatorName === "" ? "," : separatorNamed(separatorName)
  if (separator === undefined)
    return `csvSeparator "${foreignText(separatorName)}" is not one of comma, semicolon, tab, pipe.`
  const quotes = oneOf(settings, "csvQuotes", { all: true, needed: false }, true)
  if (typeof quotes === "string") return quotes
  const lineEnd = oneOf(settings, "csvLineEnd", { crlf: "\r\n", lf: "\n" } as const, "\r\n" as "\r\n" | "\n")
  if (typeof lineEnd === "string") return lineEnd
  const encoding = oneOf<FileEncoding>(
    settings,
    "csvEncoding",
    { "utf-8": "utf-8", "utf-8-bom": "utf-8-bom", "windows-1252": "windows-1252" },
    "utf-8"
  )
  if (typeof encoding === "string") return encoding
  const dateText = chosen(settings, "csvDate")
  const date = dateText === "" ? isoMoment : datePattern(dateText)
  if (date === null)
    return `csvDate "${foreignText(dateText)}" is not a pattern like YYYY-MM-DD or MM/DD/YYYY.`
  const decimal = oneOf<DecimalMark>(settings, "csvDecimal", { point: ".", comma: "," }, ".")
  if (typeof decimal === "string") return decimal
  const headerRow = oneOf(settings, "csvHeaderRow", { yes: true, no: false }, !split)
  if (typeof headerRow === "string") return headerRow
  const format: PurchaseOrderFormat = {
    layout: layout.value,
    orderColumns,
    columns,
    separator,
    quoteAll: quotes.value,
    lineEnd: lineEnd.value,
    encoding: encoding.value,
    date,
    decimal: decimal.value,
    headerRow: headerRow.value,
    fileName: chosen(settings, "fileName") || "{po}.csv"
  }
  return fileNameFault(format.fileName) ?? needed(format) ?? headerFault(format) ?? format
}
