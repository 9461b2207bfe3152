import { asciiDigits } from "../domain/model/decimal-digits.ts"
import type { FeedRow } from "../domain/model/incoming-feed.ts"
import { type BrokenLine, type CsvRow, csvRows, isBroken } from "./csv-rows.ts"

export interface ReadStock {
  readonly rows: ReadonlyArray<FeedRow>
  readonly broken: ReadonlyArray<BrokenLine>
  /** The file as a whole cannot be used; nothing can be skipped. */
  readonly unusable: string | null
}

const needed = ["sku", "quantity"]
const known = [...needed, "warehouse"]
const longestSku = 100
const longestWarehouse = 80
const mostPieces = 2_147_483_647

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

const faultOf = (sku: string, quantity: string, warehouse: string): Omit<BrokenLine, "line"> | null => {
  if (sku === "") return { column: "sku", reason: "is empty" }
  if (!isOneLine(sku, longestSku))
    return { column: "sku", reason: `is no line of at most ${longestSku} characters` }
  if (!/^\d{1,10}$/.test(quantity) || Number(quantity) > mostPieces)
    return { column: "quantity", reason: "is no whole number from 0" }
  return isOneLine(warehouse, longestWarehouse)
    ? null
    : { column: "warehouse", reason: `is no line of at most ${longestWarehouse} characters` }
}

const readRow = ({ line, value }: CsvRow): FeedRow | BrokenLine => {
  const [sku, quantity, warehouse] = [value("sku"), asciiDigits(value("quantity")), value("warehouse")]
  const fault = faultOf(sku, quantity, warehouse)
  return fault === null ? { sku, warehouse, quantity: Number(quantity) } : { line, ...fault }
}

/** Reads a supplier's stock that somebody typed: its own SKUs, and how many there are of each. */
export const readStock = (csv: string): ReadStock => {
  const { rows, unusable } = csvRows(csv, headerFault)
  const read = rows.map((row) => (isBroken(row) ? row : readRow(row)))
  return { rows: read.filter((row) => "quantity" in row), broken: read.filter(isBroken), unusable }
}
