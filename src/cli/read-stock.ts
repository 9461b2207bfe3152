import { CsvError, type Info } from "csv-parse"
import { parse } from "csv-parse/sync"
import type { FeedRow } from "../domain/model/incoming-feed.ts"

/** Where in the file something is wrong, as an editor counts. */
export interface BrokenStock {
  readonly line: number
  readonly column: string
  readonly reason: string
}

export interface ReadStock {
  readonly rows: ReadonlyArray<FeedRow>
  readonly broken: ReadonlyArray<BrokenStock>
  /** The file as a whole cannot be used; nothing can be skipped. */
  readonly unusable: string | null
}

const needed = ["sku", "quantity"]
const known = [...needed, "warehouse"]
const longestSku = 100
const longestWarehouse = 80
const mostPieces = 2_147_483_647

interface Recorded {
  readonly record: ReadonlyArray<string>
  readonly info: Pick<Info, "lines">
}

const unusable = (reason: string): ReadStock => ({ rows: [], broken: [], unusable: reason })

const headerFault = (header: ReadonlyArray<string>): string | null => {
  const missing = needed.filter((name) => !header.includes(name))
  if (missing.length > 0)
    return `Line 1: the column ${missing.join(", ")} is missing. The columns are ${known.join(", ")}; warehouse may be left out.`
  const odd = header.find((name, i) => !known.includes(name) || header.indexOf(name) !== i)
  return odd === undefined
    ? null
    : `Line 1: “${odd}” is one column too many. The columns are ${known.join(", ")}.`
}

const isOneLine = (text: string, longest: number): boolean => text.length <= longest && !/\p{Cc}/u.test(text)

const faultOf = (sku: string, quantity: string, warehouse: string): Omit<BrokenStock, "line"> | null => {
  if (sku === "") return { column: "sku", reason: "is empty" }
  if (!isOneLine(sku, longestSku))
    return { column: "sku", reason: `is no line of at most ${longestSku} characters` }
  if (!/^\d{1,10}$/.test(quantity) || Number(quantity) > mostPieces)
    return { column: "quantity", reason: "is no whole number from 0" }
  return isOneLine(warehouse, longestWarehouse)
    ? null
    : { column: "warehouse", reason: `is no line of at most ${longestWarehouse} characters` }
}

const readRow = (header: ReadonlyArray<string>, { record, info }: Recorded): FeedRow | BrokenStock => {
  const { lines: line } = info
  if (record.length !== header.length)
    return { line, column: "", reason: `has ${record.length} columns, the first line has ${header.length}` }
  const value = (column: string): string => record[header.indexOf(column)]?.trim() ?? ""
  const [sku, quantity, warehouse] = [value("sku"), value("quantity"), value("warehouse")]
  const fault = faultOf(sku, quantity, warehouse)
  return fault === null ? { sku, warehouse, quantity: Number(quantity) } : { line, ...fault }
}

/** Reads a supplier's stock that somebody typed: its own SKUs, and how many there are of each. */
export const readStock = (csv: string): ReadStock => {
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
    const fault = headerFault(header)
    if (fault !== null) return unusable(fault)
    const read = rest.map((row) => readRow(header, row))
    return {
      rows: read.filter((row) => "quantity" in row),
      broken: read.filter((row) => "reason" in row),
      unusable: null
    }
  } catch (error) {
    if (error instanceof CsvError) return unusable(`The file is no CSV: ${error.message}.`)
    throw error
  }
}
