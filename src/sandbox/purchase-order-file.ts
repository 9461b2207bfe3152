import { parse } from "csv-parse/sync"

/** A purchase order as a supplier's clerk reads it. */
export interface ReceivedOrder {
  readonly number: string
  /** What the sender asked for, in the supplier's code or in words; may be empty. */
  readonly shipCode: string
  readonly lines: ReadonlyArray<ReceivedLine>
}

export interface ReceivedLine {
  readonly lineId: string
  readonly sku: string
  readonly quantity: number
}

export type ReadFile = { readonly orders: ReadonlyArray<ReceivedOrder> } | { readonly unreadable: string }

type Row = Readonly<Record<string, string>>

const needed = ["po_number", "line_id", "sku", "qty"] as const
/** Partners name this column differently; the first that has a value counts. */
const shipCodeColumns = [
  "method_code",
  "ship_method_code",
  "ship_code",
  "ship_method",
  "service",
  "method"
] as const

/** Reads a CSV with a header. What does not make sense makes the whole file unreadable: half an order is not shipped. */
export function readPurchaseOrders(content: string): ReadFile {
  let rows: ReadonlyArray<Row>
  try {
    rows = parse(content, { columns: true, bom: true, skip_empty_lines: true }) as ReadonlyArray<Row>
  } catch (cause) {
    return { unreadable: (cause as Error).message }
  }
  const first = rows[0]
  if (first === undefined) return { unreadable: "no rows" }
  const missing = needed.filter((column) => !(column in first))
  if (missing.length > 0) return { unreadable: `no column ${missing.join(", ")}` }
  const reason = rows.map(reasonOf).find((r) => r !== null)
  if (reason !== undefined) return { unreadable: reason }
  const byNumber = Map.groupBy(rows, (row) => row.po_number ?? "")
  return { orders: [...byNumber].map(([number, ofOrder]) => orderOf(number, ofOrder)) }
}

function reasonOf(row: Row, place: number): string | null {
  const line = place + 2
  if (row.po_number === "") return `line ${line}: no po_number`
  if (row.sku === "") return `line ${line}: no sku`
  return /^[1-9]\d{0,5}$/.test(row.qty ?? "") ? null : `line ${line}: qty must be a whole number above 0`
}

const orderOf = (number: string, rows: ReadonlyArray<Row>): ReceivedOrder => ({
  number,
  shipCode: shipCodeColumns.map((column) => rows[0]?.[column] ?? "").find((value) => value !== "") ?? "",
  lines: rows.map((row) => ({ lineId: row.line_id ?? "", sku: row.sku ?? "", quantity: Number(row.qty) }))
})

/** The line that is named twice in one purchase order, or null: then a supplier would ship it twice. */
export const repeatedLine = (order: ReceivedOrder): string | null => {
  const ids = order.lines.map((line) => line.lineId).filter((id) => id !== "")
  return ids.find((id, place) => ids.indexOf(id) !== place) ?? null
}
