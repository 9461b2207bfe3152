import { createHash } from "node:crypto"
import { stringify } from "csv-stringify/sync"
import type { RenderedPurchaseOrder } from "../../domain/model/dispatch-intent.ts"
import type { PurchaseOrder } from "../../domain/model/purchase-order.ts"
import { characterName, windows1252 } from "../files/windows-1252.ts"
import { isLineField, isOrderField, lineCells, orderCell } from "./purchase-order-fields.ts"
import type { FileColumn, PurchaseOrderFormat } from "./purchase-order-format.ts"

type Row = ReadonlyArray<string>

const cellOf = (
  format: PurchaseOrderFormat,
  order: PurchaseOrder,
  index: number,
  column: FileColumn
): string => {
  const line = order.lines[index]
  if (column.field === null) return column.constant
  if (isOrderField(column.field)) return orderCell(column.field, order, format.date)
  return isLineField(column.field) && line !== undefined
    ? lineCells[column.field](line, index, format.decimal)
    : ""
}

/** The rows of the file, header rows first. */
export const purchaseOrderRows = (format: PurchaseOrderFormat, order: PurchaseOrder): ReadonlyArray<Row> => {
  const split = format.layout === "PH-PD"
  const mark = (name: string): Row => (split ? [name] : [])
  const header = (name: string, columns: ReadonlyArray<FileColumn>): Row => [
    ...mark(name),
    ...columns.map((column) => column.header)
  ]
  const row = (name: string, columns: ReadonlyArray<FileColumn>, index: number): Row => [
    ...mark(name),
    ...columns.map((column) => cellOf(format, order, index, column))
  ]
  return [
    ...(format.headerRow && split ? [header("PH", format.orderColumns)] : []),
    ...(format.headerRow ? [header("PD", format.columns)] : []),
    ...(split ? [row("PH", format.orderColumns, 0)] : []),
    ...order.lines.map((_, index) => row("PD", format.columns, index))
  ]
}

/** Names the cell that holds a character, for people. */
const cellWith = (format: PurchaseOrderFormat, order: PurchaseOrder, character: string): string => {
  const columns = [...format.orderColumns, ...format.columns]
  const found = columns.find((column) =>
    order.lines.some((_, index) => cellOf(format, order, index, column).includes(character))
  )
  return found?.field ?? found?.header ?? "the file"
}

/** Names of purchase orders that differ stay different: a character that is no part of a file name costs a mark of the whole. */
const plainNumber = (number: string): string => {
  const plain = number.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^[.-]/, "_")
  if (plain === number) return plain
  return `${plain.slice(0, 60)}-${createHash("sha256").update(number).digest("hex").slice(0, 8)}`
}

/** The name after the supplier's pattern; a revision is another file. Whatever a prefix holds, it stays in its folder. */
export const fileNameOf = (pattern: string, order: PurchaseOrder): string => {
  const revision = order.revision > 1 ? `-r${order.revision}` : ""
  const ordered = order.orderedAt.toISOString()
  const values: Readonly<Record<string, string>> = {
    po: `${plainNumber(order.number)}${revision}`,
    date: ordered.slice(0, 10).replaceAll("-", ""),
    time: ordered.slice(11, 19).replaceAll(":", ""),
    seq: String(order.sequence)
  }
  return pattern.replace(/\{(po|date|time|seq)\}/g, (_, name: string) => values[name] ?? "")
}

/** The same order gives the same bytes, always: a repeat is recognised by them. */
export const purchaseOrderFile = (
  format: PurchaseOrderFormat,
  order: PurchaseOrder
): RenderedPurchaseOrder => {
  const text = stringify(purchaseOrderRows(format, order) as Array<Array<string>>, {
    delimiter: format.separator,
    quoted: format.quoteAll,
    quoted_empty: format.quoteAll,
    // Readers take the blanks at the edge of a bare cell away, and end a row at any kind of line end.
    quoted_match: /^\s|\s$|[\r\n]/u,
    record_delimiter: format.lineEnd
  })
  const identifiers = { fileName: fileNameOf(format.fileName, order) }
  const utf8 = new TextEncoder().encode(format.encoding === "utf-8-bom" ? `\ufeff${text}` : text)
  if (format.encoding !== "windows-1252") return { content: utf8, identifiers }
  const encoded = windows1252(text)
  if (!("missing" in encoded)) return { content: encoded, identifiers }
  // Nothing is replaced by a question mark on a parcel: the send refuses this, and says why.
  const reason = `${cellWith(format, order, encoded.missing)} holds ${characterName(encoded.missing)}, which windows-1252 does not have`
  return { content: utf8, identifiers: { ...identifiers, unsendable: reason } }
}
