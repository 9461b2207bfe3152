import { asciiDigits } from "../../domain/model/decimal-digits.ts"
import type { IncomingShipmentRow, ShipmentPurpose } from "../../domain/model/shipment.ts"
import type { UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import { type ColumnNames, type ColumnPlan, Fault, mapSheet, sortRows } from "../files/column-mapping.ts"
import { mostRaw, readSheet } from "../files/csv-sheet.ts"
import { isoDate } from "../files/date-pattern.ts"
import { type IncomingFormat, plainFormat } from "../files/incoming-format.ts"
import { foreignText } from "../foreign-text.ts"

const mostRows = 50_000

export const columns = [
  "po_number",
  "line_id",
  "sku",
  "qty",
  "carrier",
  "service",
  "tracking",
  "ship_date",
  "shipment_id",
  "purpose"
] as const
export type Column = (typeof columns)[number]
const required: ReadonlyArray<Column> = ["po_number", "qty", "tracking", "ship_date"]

/** Our words, and the codes of X12's BSN01. */
const purposes: ReadonlyMap<string, ShipmentPurpose> = new Map([
  ...["", "original", "new", "00"].map((word) => [word, "original"] as const),
  ...["replace", "replacement", "05"].map((word) => [word, "replace"] as const),
  ...["change", "correction", "04"].map((word) => [word, "change"] as const),
  ...["cancel", "canceled", "void", "01"].map((word) => [word, "cancel"] as const)
])

const purposeOf = (cell: Cells) => purposes.get(cell("purpose").trim().toLowerCase())

/** What takes a shipment back names it, and nothing else. */
const cancelFault = (cell: Cells): string | null => {
  if (cell("po_number") === "") return "po_number: is empty"
  return cell("shipment_id") === "" && cell("tracking") === ""
    ? "tracking: is empty, and so is shipment_id; one of them says which shipment is canceled"
    : null
}

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
    ship_date: ["shipped_date", "date_shipped", "shipped_at"],
    shipment_id: ["shipment", "shipment_number", "asn_number", "delivery_number"],
    purpose: ["shipment_purpose", "purpose_code"]
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
  const control = columns.find((column) => /\p{Cc}/u.test(cell(column)))
  if (control !== undefined) return `${control}: holds a control character`
  const purpose = purposeOf(cell)
  if (purpose === undefined)
    return `purpose: "${foreignText(cell("purpose"))}" is not original, replace, change or cancel`
  return purpose === "cancel" ? cancelFault(cell) : contentFault(cell, date)
}

const contentFault = (cell: Cells, date: ReadDate): string | null => {
  const empty = required.find((column) => cell(column) === "")
  if (empty !== undefined) return `${empty}: is empty`
  if (cell("line_id") === "" && cell("sku") === "")
    return "sku: is empty, and so is line_id; one of them is needed"
  if (!/^[1-9]\d{0,8}$/.test(asciiDigits(cell("qty"))))
    return `qty: "${foreignText(cell("qty"))}" is not a whole number above 0`
  if (date(cell("ship_date")) === null)
    return `ship_date: "${foreignText(cell("ship_date"))}" is not a day like ${date === isoDate ? "2026-11-22" : "the settings say"}`
  return null
}

export const rowOf = (
  place: string,
  raw: string,
  cell: Cells,
  date: ReadDate = isoDate
): IncomingShipmentRow => {
  const purpose = purposeOf(cell) ?? "original"
  return {
    ...plainRow(place, raw, cell, date),
    ...(cell("shipment_id") !== "" && { shipmentId: cell("shipment_id") }),
    ...(purpose !== "original" && { purpose })
  }
}

const plainRow = (place: string, raw: string, cell: Cells, date: ReadDate): IncomingShipmentRow => ({
  purchaseOrderNumber: cell("po_number"),
  lineId: cell("line_id"),
  sku: cell("sku"),
  quantity: Number(asciiDigits(cell("qty"))) || 0,
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
