import { asciiDigits } from "../domain/model/decimal-digits.ts"
import type { ProductRow } from "../domain/ports/catalog.ts"
import { type BrokenLine, type CsvRow, csvRows, isBroken } from "./csv-rows.ts"

export type Product = Omit<ProductRow, "supplierId">

export interface ReadProducts {
  readonly products: ReadonlyArray<Product>
  readonly broken: ReadonlyArray<BrokenLine>
  /** The file as a whole cannot be used; nothing can be skipped. */
  readonly unusable: string | null
}

const needed = ["sku", "supplier_sku", "title", "cost", "priority"] as const
const optional = ["ships"] as const
const known: ReadonlyArray<string> = [...needed, ...optional]

const defaultPriority = 100
const longestSku = 100
const longestTitle = 500

const headerFault = (header: ReadonlyArray<string>): string | null => {
  const missing = needed.filter((name) => !header.includes(name))
  if (missing.length > 0)
    return `Line 1: the column ${missing.join(", ")} is missing. The columns are ${needed.join(", ")} (and ${optional.join(", ")} if you like).`
  const twice = header.find((name, i) => header.indexOf(name) !== i)
  if (twice !== undefined) return `Line 1: the column ${twice} stands there twice.`
  const unknown = header.find((name) => !known.includes(name))
  return unknown === undefined
    ? null
    : `Line 1: “${unknown}” is no column. The columns are ${known.join(", ")}.`
}

type Check = readonly [column: string, reason: string, bad: (value: string) => boolean]

/** It goes to the supplier letter by letter, into files that other programs read. */
const isLine = (text: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)

const checks: ReadonlyArray<Check> = [
  ["sku", "is more than one line of text, or holds a control character", (v) => !isLine(v)],
  ["supplier_sku", "is more than one line of text, or holds a control character", (v) => !isLine(v)],
  ["sku", "is empty", (v) => v === ""],
  ["sku", `is longer than ${longestSku} characters`, (v) => v.length > longestSku],
  ["supplier_sku", "is empty", (v) => v === ""],
  ["supplier_sku", `is longer than ${longestSku} characters`, (v) => v.length > longestSku],
  ["title", `is longer than ${longestTitle} characters`, (v) => v.length > longestTitle],
  [
    "cost",
    "is no amount like 12.50 (nothing, if unknown)",
    (v) => v !== "" && !/^\d{1,15}(\.\d{1,4})?$/.test(v)
  ],
  ["priority", "is no whole number (1 is asked first)", (v) => v !== "" && !/^\d{1,6}$/.test(v)],
  ["ships", "is neither yes nor no", (v) => !["", "yes", "no"].includes(v)]
]

const productOf = (value: (column: string) => string): Product => ({
  sku: value("sku"),
  supplierSku: value("supplier_sku"),
  title: value("title"),
  cost: value("cost") === "" ? null : value("cost"),
  priority: value("priority") === "" ? defaultPriority : Number(value("priority")),
  ships: value("ships") !== "no"
})

/** What is counted may be written in the digits of any script; names stay letter by letter. */
const counted: ReadonlyArray<string> = ["cost", "priority"]

const readRow = ({ line, value: written }: CsvRow): Product | BrokenLine => {
  const value = (column: string): string =>
    counted.includes(column) ? asciiDigits(written(column)) : written(column)
  const failed = checks.find(([column, , bad]) => bad(value(column)))
  return failed === undefined ? productOf(value) : { line, column: failed[0], reason: failed[1] }
}

/** Reads a supplier's products. Every broken line is found, not only the first. */
export const readProducts = (csv: string): ReadProducts => {
  const { rows, unusable } = csvRows(csv, headerFault)
  const products: Array<Product> = []
  const broken: Array<BrokenLine> = []
  const firstLine = new Map<string, number>()
  for (const row of rows) {
    const read = isBroken(row) ? row : readRow(row)
    if (isBroken(read)) {
      broken.push(read)
      continue
    }
    const before = firstLine.get(read.sku)
    if (before === undefined) products.push(read)
    else broken.push({ line: row.line, column: "sku", reason: `stands on line ${before} already` })
    firstLine.set(read.sku, before ?? row.line)
  }
  return { products, broken, unusable }
}
