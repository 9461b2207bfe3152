import { createHash } from "node:crypto"
import type {
  IncomingDocument,
  IncomingInventoryRow,
  UnreadablePiece
} from "../../domain/model/supplier-answer.ts"
import { type ColumnNames, type ColumnPlan, Fault, mapSheet, sortRows } from "../files/column-mapping.ts"
import { mostRaw, readSheet } from "../files/csv-sheet.ts"
import { type IncomingFormat, plainFormat } from "../files/incoming-format.ts"
import { foreignText } from "../foreign-text.ts"

const mostRows = 200_000

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

interface Stock extends IncomingInventoryRow {
  readonly at: Date | null
}

export interface InventorySheet {
  /** null: nothing in it could be used. */
  readonly document: IncomingDocument | null
  readonly broken: ReadonlyArray<UnreadablePiece>
}

/** Whole numbers, `12.00` among them. Less than nothing, as oversold stock is written, is nothing to sell. */
const quantityOf = (text: string): number | null =>
  /^-?\d{1,9}(\.0+)?$/.test(text) ? Math.max(0, Math.trunc(Number(text))) : null

const newest = (rows: ReadonlyArray<Stock>): Date | null =>
  rows.reduce<Date | null>((best, { at }) => (at !== null && (best === null || at > best) ? at : best), null)

/** Reads an inventory file. What it says of itself as a whole is its newest date. */
export const readInventoryCsv = (
  file: string,
  content: Uint8Array,
  format: IncomingFormat = plainFormat,
  names: ColumnNames<InventoryColumn> = {}
): InventorySheet => {
  const sheet = readSheet(inventoryPlan.source, file, content, { ...format, mostRows })
  const { values, broken } = sortRows(
    inventoryPlan,
    mapSheet(inventoryPlan, names, file, sheet),
    ({ cell, place }): Stock | Fault => {
      if (cell("sku") === "") return new Fault("sku: is empty")
      const quantity = quantityOf(cell("qty"))
      if (quantity === null) return new Fault(`qty: "${foreignText(cell("qty"))}" is not a whole number`)
      const at = cell("date") === "" ? null : format.date(cell("date"))
      if (cell("date") !== "" && at === null)
        return new Fault(`date: "${foreignText(cell("date"))}" is no day as the settings write one`)
      return { sku: cell("sku"), quantity, warehouse: cell("warehouse"), place, at }
    }
  )
  if (values.length === 0) return { document: null, broken }
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 24)
  const document: IncomingDocument = {
    kind: "inventory",
    reference: `${file}:${hash}`,
    purchaseOrderNumber: "",
    issuedAt: newest(values),
    inventory: values.map(({ at: _at, ...row }) => row),
    raw: sheet.text.slice(0, mostRaw).replaceAll("\u0000", "\ufffd")
  }
  return { document, broken }
}
