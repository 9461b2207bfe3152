import { CsvError, type Info } from "csv-parse"
import { parse } from "csv-parse/sync"
import type { AliasLine, BrokenAlias } from "../domain/operations/import-aliases.ts"

export interface ReadAliases {
  readonly lines: ReadonlyArray<AliasLine>
  readonly broken: ReadonlyArray<BrokenAlias>
  /** The file as a whole cannot be used. */
  readonly unusable: string | null
}

interface Recorded {
  readonly record: ReadonlyArray<string>
  readonly info: Pick<Info, "lines">
}

/** What the export puts before a cell that a spreadsheet would take for a formula. */
const guarded = /^'+[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]/u

/** An alias that looks as if it was guarded gets one more, so that what is written comes back as it was. */
export const guardedCell = (text: string): string => (guarded.test(text) ? `'${text}` : text)

const unguarded = (text: string): string => (guarded.test(text) ? text.slice(1) : text)

const unusable = (reason: string): ReadAliases => ({ lines: [], broken: [], unusable: reason })

const headerFault = (header: ReadonlyArray<string>, type: string | null): string | null => {
  const needed = type === null ? ["type", "alias", "sku"] : ["alias", "sku"]
  const missing = needed.filter((name) => !header.includes(name))
  if (missing.length > 0)
    return `Line 1: the column ${missing.join(", ")} is missing. The columns are type, alias, sku${
      missing.includes("type") ? "; without a type column, name the type of all lines by --type" : ""
    }.`
  const known = type === null ? needed : ["alias", "sku"]
  const odd = header.find((name, i) => !known.includes(name) || header.indexOf(name) !== i)
  if (odd === undefined) return null
  return odd === "type"
    ? "Line 1: the file says a type by itself, so leave --type away."
    : `Line 1: “${odd}” is one column too many. The columns are ${known.join(", ")}.`
}

const readRow = (
  header: ReadonlyArray<string>,
  type: string | null,
  { record, info }: Recorded
): AliasLine | BrokenAlias => {
  const { lines: line } = info
  if (record.length !== header.length)
    return { line, column: "", reason: `has ${record.length} columns, the first line has ${header.length}` }
  const value = (column: string): string => unguarded(record[header.indexOf(column)]?.trim() ?? "")
  return { line, type: type ?? value("type"), alias: value("alias"), sku: value("sku") }
}

/** Reads aliases: `type` null has a column of its own. What a line says is judged by who takes it. */
export const readAliases = (csv: string, type: string | null): ReadAliases => {
  try {
    const rows = parse(csv, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true
    }) as unknown as ReadonlyArray<Recorded>
    const [first, ...rest] = rows
    if (first === undefined) return unusable("The file is empty.")
    const header = first.record.map((name) => name.trim().toLowerCase())
    const fault = headerFault(header, type)
    if (fault !== null) return unusable(fault)
    const read = rest.map((row) => readRow(header, type, row))
    return {
      lines: read.filter((row) => "sku" in row),
      broken: read.filter((row) => "reason" in row),
      unusable: null
    }
  } catch (error) {
    if (error instanceof CsvError) return unusable(`The file is no CSV: ${error.message}.`)
    throw error
  }
}
