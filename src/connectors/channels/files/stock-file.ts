import { createHash } from "node:crypto"
import type { StockLevel } from "../../../domain/ports/sales-channels.ts"
import type { OutgoingColumn } from "./outgoing-columns.ts"
import { csvFile, jsonFile, jsonObject, type OutgoingFormat } from "./outgoing-format.ts"

export const stockFields = ["sku", "qty"] as const
export type StockField = (typeof stockFields)[number]

export const neededOfStock: ReadonlyArray<ReadonlyArray<StockField>> = [["sku"], ["qty"]]

export interface StockFormat extends OutgoingFormat {
  readonly columns: ReadonlyArray<OutgoingColumn<StockField>>
}

/** One batch has one name, however often it is written. */
export const stockFileName = (key: string, format: StockFormat): string =>
  `inv_${createHash("sha256").update(key).digest("hex").slice(0, 24)}.${format.kind}`

export const stockFile = (levels: ReadonlyArray<StockLevel>, format: StockFormat): Uint8Array => {
  const rows = levels.map(({ sku, quantity }) => ({ sku, qty: quantity }))
  if (format.kind === "csv") return csvFile(format.separator, format.columns, rows)
  return jsonFile(rows.map((row) => jsonObject(format.columns, row)))
}
