import { foreignText } from "../foreign-text.ts"
import type { ColumnNames, ColumnPlan } from "./column-mapping.ts"
import type { SheetEncoding } from "./csv-sheet.ts"
import { datePattern, isoDate } from "./date-pattern.ts"

/** How a supplier writes the files that it sends. */
export interface IncomingFormat {
  readonly separator: string | null
  readonly encoding: SheetEncoding
  readonly date: (text: string) => Date | null
}

export const plainFormat: IncomingFormat = { separator: null, encoding: "auto", date: isoDate }

type Settings = Readonly<Record<string, string>>

export const separators: Readonly<Record<string, string>> = {
  comma: ",",
  ",": ",",
  semicolon: ";",
  ";": ";",
  tab: "\t",
  pipe: "|",
  "|": "|"
}

const own = <A>(table: Readonly<Record<string, A>>, name: string): A | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

export const chosen = (settings: Settings, name: string): string => (settings[name] ?? "").trim()

export const separatorNamed = (name: string): string | undefined => own(separators, name)

const isEncoding = (text: string): text is SheetEncoding =>
  text === "auto" || text === "utf-8" || text === "windows-1252"

/** The settings as a format, or what keeps them from working. */
export const incomingFormat = (settings: Settings): IncomingFormat | string => {
  const separator = chosen(settings, "incomingSeparator")
  const character = separatorNamed(separator)
  if (separator !== "" && character === undefined)
    return `incomingSeparator "${foreignText(separator)}" is not one of comma, semicolon, tab, pipe.`
  const encoding = chosen(settings, "incomingEncoding") || "auto"
  if (!isEncoding(encoding))
    return `incomingEncoding "${foreignText(encoding)}" is not one of auto, utf-8, windows-1252.`
  const date = chosen(settings, "incomingDate")
  const pattern = date === "" ? null : datePattern(date)
  if (date !== "" && pattern === null)
    return `incomingDate "${foreignText(date)}" is not a pattern like MM/DD/YYYY or DD.MM.YYYY HH:mm.`
  return { separator: character ?? null, encoding, date: pattern === null ? isoDate : pattern.read }
}

const isNames = (value: unknown): value is ReadonlyArray<string> =>
  Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string" && name !== "")

/** `{"po_number": "Order Ref", "qty": ["Qty", "Menge"]}`, or what keeps it from working. */
export const columnNames = <Column extends string>(
  settings: Settings,
  setting: string,
  plan: ColumnPlan<Column>
): ColumnNames<Column> | string => {
  const text = chosen(settings, setting)
  const names: Partial<Record<Column, ReadonlyArray<string>>> = {}
  if (text === "") return names
  const example = `{"${plan.columns[0]}": "Their name"}`
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return `${setting} is not JSON like ${example}.`
  }
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return `${setting} is not an object like ${example}.`
  for (const [key, value] of Object.entries(json)) {
    const column = plan.columns.find((name) => name === key)
    if (column === undefined)
      return `${setting} names "${foreignText(key)}"; it may name ${plan.columns.join(", ")}.`
    const list: unknown = typeof value === "string" ? [value] : value
    if (!isNames(list)) return `${setting}.${column} is neither a name nor a list of names.`
    names[column] = list
  }
  return names
}

/** `shp_*.csv` as a test of a plain file name; a text: what is wrong with it. */
export const filePattern = (settings: Settings, setting: string): ((name: string) => boolean) | string => {
  const pattern = chosen(settings, setting) || "*"
  if (!/^[A-Za-z0-9._*-]{1,120}$/.test(pattern) || pattern.split("*").length > 5)
    return `${setting} "${foreignText(pattern)}" may hold letters, digits, dot, dash, underscore and up to four *.`
  const parts = pattern.toLowerCase().split("*")
  return (name) => fits(parts, name.toLowerCase())
}

/** Without a regular expression: each part is looked for behind the one before, so nothing is tried twice. */
const fits = (parts: ReadonlyArray<string>, name: string): boolean => {
  const [first = "", ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}
