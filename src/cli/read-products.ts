import { CsvError, type Info } from "csv-parse"
import { parse } from "csv-parse/sync"
import type { ProductRow } from "../domain/ports/catalog.ts"

export type Product = Omit<ProductRow, "supplierId">

/** Where in the file something is wrong, as an editor counts: lines from 1, and the column's name. */
export interface BrokenLine {
  readonly line: number
  readonly column: string
  readonly reason: string
}

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

interface Recorded {
  readonly record: ReadonlyArray<string>
  readonly info: Pick<Info, "lines">
}

const unusable = (reason: string): ReadProducts => ({ products: [], broken: [], unusable: reason })

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

const checks: ReadonlyArray<Check> = [
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

const readRow = (header: ReadonlyArray<string>, { record, info }: Recorded): Product | BrokenLine => {
  const { lines: line } = info
  if (record.length !== header.length)
    return { line, column: "", reason: `has ${record.length} columns, the first line has ${header.length}` }
  const value = (column: string): string => record[header.indexOf(column)]?.trim() ?? ""
  const failed = checks.find(([column, , bad]) => bad(value(column)))
  return failed === undefined ? productOf(value) : { line, column: failed[0], reason: failed[1] }
}

const isBroken = (row: Product | BrokenLine): row is BrokenLine => "reason" in row

const readRows = (header: ReadonlyArray<string>, rows: ReadonlyArray<Recorded>): ReadProducts => {
  const products: Array<Product> = []
  const broken: Array<BrokenLine> = []
  const firstLine = new Map<string, number>()
  for (const recorded of rows) {
    const row = readRow(header, recorded)
    if (isBroken(row)) {
      broken.push(row)
      continue
    }
    const before = firstLine.get(row.sku)
    if (before !== undefined)
      broken.push({ line: recorded.info.lines, column: "sku", reason: `stands on line ${before} already` })
    else products.push(row)
    firstLine.set(row.sku, before ?? recorded.info.lines)
  }
  return { products, broken, unusable: null }
}

/** Reads a supplier's products. Every broken line is found, not only the first. */
export const readProducts = (csv: string): ReadProducts => {
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
    return fault === null ? readRows(header, rest) : unusable(fault)
  } catch (error) {
    if (error instanceof CsvError) return unusable(`The file is no CSV: ${error.message}.`)
    throw error
  }
}
