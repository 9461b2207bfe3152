import type { AliasLine, BrokenAlias } from "../domain/model/alias-plan.ts"
import { csvRows, isBroken } from "./csv-rows.ts"

export interface ReadAliases {
  readonly lines: ReadonlyArray<AliasLine>
  readonly broken: ReadonlyArray<BrokenAlias>
  /** The file as a whole cannot be used. */
  readonly unusable: string | null
}

/** What the export puts before a cell that a spreadsheet would take for a formula. */
const guarded = /^'+[\s\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]/u

/** An alias that looks as if it was guarded gets one more, so that what is written comes back as it was. */
export const guardedCell = (text: string): string => (guarded.test(text) ? `'${text}` : text)

/** The cell as it was before the export guarded it. */
export const unguarded = (text: string): string => (guarded.test(text) ? text.slice(1) : text)

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

/** Reads aliases: `type` null has a column of its own. What a line says is judged by who takes it. */
export const readAliases = (csv: string, type: string | null): ReadAliases => {
  const { rows, unusable } = csvRows(csv, (header) => headerFault(header, type))
  const read = rows.map((row) => {
    if (isBroken(row)) return row
    const cell = (column: string) => unguarded(row.value(column))
    return { line: row.line, type: type ?? cell("type"), alias: cell("alias"), sku: cell("sku") }
  })
  return { lines: read.filter((row) => "sku" in row), broken: read.filter(isBroken), unusable }
}
