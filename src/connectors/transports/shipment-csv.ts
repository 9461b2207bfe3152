import type { IncomingShipmentRow } from "../../domain/model/shipment.ts"
import type { UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import { foreignText } from "../foreign-text.ts"
import { type ColumnNames, type ColumnPlan, Fault, mapSheet, sortRows } from "./column-mapping.ts"
import { mostRaw, readSheet } from "./csv-sheet.ts"
import { isoDate } from "./date-pattern.ts"
import { type IncomingFormat, plainFormat } from "./incoming-format.ts"

const mostRows = 50_000

export const columns = [
  "po_number",
  "line_id",
  "sku",
  "qty",
  "carrier",
  "service",
  "tracking",
  "ship_date"
] as const
export type Column = (typeof columns)[number]
const required: ReadonlyArray<Column> = ["po_number", "qty", "tracking", "ship_date"]

export const shipmentPlan: ColumnPlan<Column> = {
  source: "shipments",
  columns,
  required,
  aliases: {
    po_number: ["po", "purchase_order", "purchase_order_number"],
    line_id: ["line", "line_number"],
    sku: ["supplier_sku", "item_sku"],
    qty: ["quantity", "qty_shipped", "quantity_shipped", "shipped_quantity"],
    service: ["ship_method", "method"],
    tracking: ["tracking_number", "tracking_no"],
    ship_date: ["shipped_date", "date_shipped", "shipped_at"]
  }
}

export interface ShipmentSheet {
  readonly rows: ReadonlyArray<IncomingShipmentRow>
  readonly broken: ReadonlyArray<UnreadablePiece>
}

export type Cells = (column: Column) => string
type ReadDate = (text: string) => Date | null

/** What keeps a row from being used, whatever way it came; null: nothing. */
export const faultOf = (cell: Cells, date: ReadDate = isoDate): string | null => {
  const empty = required.find((column) => cell(column) === "")
  if (empty !== undefined) return `${empty}: is empty`
  if (cell("line_id") === "" && cell("sku") === "")
    return "sku: is empty, and so is line_id; one of them is needed"
  if (!/^[1-9]\d{0,8}$/.test(cell("qty")))
    return `qty: "${foreignText(cell("qty"))}" is not a whole number above 0`
  if (date(cell("ship_date")) === null)
    return `ship_date: "${foreignText(cell("ship_date"))}" is not a day like ${date === isoDate ? "2026-11-22" : "the settings say"}`
  const control = columns.find((column) => /\p{Cc}/u.test(cell(column)))
  return control === undefined ? null : `${control}: holds a control character`
}

export const rowOf = (
  place: string,
  raw: string,
  cell: Cells,
  date: ReadDate = isoDate
): IncomingShipmentRow => ({
  purchaseOrderNumber: cell("po_number"),
  lineId: cell("line_id"),
  sku: cell("sku"),
  quantity: Number(cell("qty")),
  carrier: cell("carrier"),
  service: cell("service"),
  trackingNumber: cell("tracking"),
  shippedAt: date(cell("ship_date")) ?? new Date(0),
  place,
  raw: raw.slice(0, mostRaw)
})

/** Reads a supplier's shipment file: header names in any case and order, columns that nobody asked for ignored. */
export const readShipmentCsv = (
  file: string,
  content: Uint8Array,
  format: IncomingFormat = plainFormat,
  names: ColumnNames<Column> = {}
): ShipmentSheet => {
  const sheet = readSheet(shipmentPlan.source, file, content, { ...format, mostRows })
  const { values, broken } = sortRows(
    shipmentPlan,
    mapSheet(shipmentPlan, names, file, sheet),
    ({ cell, place, raw }) => {
      const fault = faultOf(cell, format.date)
      return fault === null ? rowOf(place, raw, cell, format.date) : new Fault(fault)
    }
  )
  return { rows: values, broken }
}
