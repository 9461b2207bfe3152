import { asciiDigits } from "../../domain/model/decimal-digits.ts"
import type { FeedBatch, FeedRow } from "../../domain/model/incoming-feed.ts"
import type { UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import { type ColumnNames, type ColumnPlan, columnPlaces } from "../files/column-mapping.ts"
import { brokenPiece, type SheetLine } from "../files/csv-sheet.ts"
import { type BrokenLine, csvLines, encodingOf, type LinePortion } from "../files/csv-stream.ts"
import { type IncomingFormat, plainFormat } from "../files/incoming-format.ts"
import { foreignText } from "../foreign-text.ts"

const mostSku = 200
const mostWarehouse = 100

export const inventoryColumns = ["sku", "qty", "warehouse", "date"] as const
export type InventoryColumn = (typeof inventoryColumns)[number]

export const inventoryPlan: ColumnPlan<InventoryColumn> = {
  source: "inventory",
  columns: inventoryColumns,
  required: ["sku", "qty"],
  aliases: {
    sku: ["supplier_sku", "item_sku", "item"],
    qty: ["quantity", "available", "qty_available", "on_hand", "stock"],
    warehouse: ["location"],
    date: ["as_of", "updated_at", "inventory_date"]
  }
}

const wholeNumber = /^-?\d{1,9}(\.0+)?$/

/** Whole numbers, `12.00` among them. Less than nothing, as oversold stock is written, is nothing to sell. */
export const quantityOf = (text: string): number | null => {
  const read = wholeNumber.test(text) ? text : asciiDigits(text)
  return wholeNumber.test(read) ? Math.max(0, Math.trunc(Number(read))) : null
}

export interface InventoryCells {
  readonly sku: string
  readonly qty: string
  readonly warehouse: string
  readonly date: string
}

interface Fault {
  readonly column: InventoryColumn
  readonly reason: string
}

/** What is wrong with a row; null: nothing. */
export const inventoryFault = (cells: InventoryCells, at: Date | null): Fault | null => {
  const fault = (column: InventoryColumn, reason: string): Fault => ({
    column,
    reason: `${column}: ${reason}`
  })
  if (cells.sku === "") return fault("sku", "is empty")
  if (cells.sku.length > mostSku) return fault("sku", `has more than ${mostSku} characters`)
  if (quantityOf(cells.qty) === null) return fault("qty", `"${foreignText(cells.qty)}" is not a whole number`)
  if (cells.warehouse.length > mostWarehouse)
    return fault("warehouse", `has more than ${mostWarehouse} characters`)
  if (cells.date !== "" && at === null)
    return fault("date", `"${foreignText(cells.date)}" is no day as the settings write one`)
  const odd = inventoryColumns.find((column) => control.test(cells[column]))
  return odd === undefined ? null : fault(odd, "holds a control character")
}

const control = /\p{Cc}/u

/** Rows of a feed mostly bear one date: what was read last is not read again. */
const dateReader = (format: IncomingFormat) => {
  let last: readonly [string, Date | null] = ["", null]
  return (text: string): Date | null => {
    if (text !== last[0]) last = [text, text === "" ? null : format.date(text)]
    return last[1]
  }
}

type Places = ReadonlyMap<InventoryColumn, number>

/** Some lines at a time. The place of what cannot be read is file, line and column. */
const rowReader = (file: string, format: IncomingFormat, places: Places) => {
  const dateOf = dateReader(format)
  const index = (column: InventoryColumn): number => places.get(column) ?? -1
  const [skuAt, qtyAt, warehouseAt, dateAt] = [index("sku"), index("qty"), index("warehouse"), index("date")]
  const brokenRow = ({ number, raw }: SheetLine, { column, reason }: Fault): UnreadablePiece => {
    const at = index(column)
    return brokenPiece(inventoryPlan.source, `${file}:${number}:${at < 0 ? 1 : at + 1}`, reason, raw)
  }
  return ({ lines, broken }: LinePortion): FeedBatch => {
    const rows: Array<FeedRow> = []
    const unread = broken.map((line) => brokenLine(file, line))
    let newest: Date | null = null
    for (const line of lines) {
      const { cells } = line
      const read = {
        sku: cells[skuAt] ?? "",
        qty: cells[qtyAt] ?? "",
        warehouse: cells[warehouseAt] ?? "",
        date: cells[dateAt] ?? ""
      }
      const at = dateOf(read.date)
      const fault = inventoryFault(read, at)
      if (fault !== null) {
        unread.push(brokenRow(line, fault))
        continue
      }
      if (at !== null && (newest === null || at > newest)) newest = at
      rows.push({ sku: read.sku, warehouse: read.warehouse, quantity: quantityOf(read.qty) ?? 0 })
    }
    return { rows, broken: unread, newest }
  }
}

const brokenLine = (file: string, { number, column, reason, raw }: BrokenLine): UnreadablePiece =>
  brokenPiece(inventoryPlan.source, `${file}:${number}:${column}`, reason, raw)

/** Whether a line has anything in it but separators. */
const isFilled = (line: SheetLine): boolean => line.cells.some((cell) => cell !== "")

const filled = ({ lines, broken }: LinePortion): LinePortion => ({ lines: lines.filter(isFilled), broken })

const nothingOf = (piece: UnreadablePiece): FeedBatch => ({ rows: [], broken: [piece], newest: null })

/**
 * Reads an inventory file of any size, some rows at a time. A file without a needed column is set aside as a whole: no row of
 * it can be trusted.
 */
export async function* readInventory(
  file: string,
  chunks: () => AsyncIterable<Uint8Array>,
  format: IncomingFormat = plainFormat,
  names: ColumnNames<InventoryColumn> = {}
): AsyncGenerator<FeedBatch> {
  const encoding = await encodingOf(chunks(), format.encoding)
  let read: ((portion: LinePortion) => FeedBatch) | null = null
  for await (const portion of csvLines(chunks(), { separator: format.separator, encoding })) {
    if (read !== null) {
      yield read(filled(portion))
      continue
    }
    const [header, ...lines] = portion.lines
    if (header === undefined) {
      for (const line of portion.broken) yield nothingOf(brokenLine(file, line))
      continue
    }
    const places = columnPlaces(inventoryPlan, names, header.cells)
    if (typeof places === "string")
      return yield nothingOf(brokenPiece(inventoryPlan.source, `${file}:1`, places, header.raw))
    read = rowReader(file, format, places)
    yield read(filled({ lines, broken: portion.broken }))
  }
  if (read === null) yield nothingOf(brokenPiece(inventoryPlan.source, `${file}:1`, "the file is empty", ""))
}
