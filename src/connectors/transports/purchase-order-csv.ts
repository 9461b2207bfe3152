import { createHash } from "node:crypto"
import { stringify } from "csv-stringify/sync"
import type { PurchaseOrder, PurchaseOrderLine } from "../../domain/model/purchase-order.ts"
import { freeText, phoneText } from "./machine-cell.ts"

type Column = readonly [name: string, cell: (order: PurchaseOrder, line: PurchaseOrderLine) => string]

const columns: ReadonlyArray<Column> = [
  ["po_number", (order) => order.number],
  ["order_date", (order) => order.orderedAt.toISOString()],
  ["order_source", (order) => freeText(order.orderSource)],
  ["channel_order", (order) => freeText(order.channelOrderNumber)],
  ["line_id", (_, line) => String(line.orderLineId)],
  ["sku", (_, line) => line.supplierSku],
  ["qty", (_, line) => String(line.quantity)],
  ["unit_cost", (_, line) => line.unitCost ?? ""],
  ["currency", (order) => order.currency],
  ["ship_name", (order) => freeText(order.shipTo.name)],
  ["company", (order) => freeText(order.shipTo.company)],
  ["address1", (order) => freeText(order.shipTo.address1)],
  ["address2", (order) => freeText(order.shipTo.address2)],
  ["city", (order) => freeText(order.shipTo.city)],
  ["region", (order) => freeText(order.shipTo.region)],
  ["postal_code", (order) => freeText(order.shipTo.postalCode)],
  ["country", (order) => freeText(order.shipTo.country)],
  ["phone", (order) => phoneText(order.shipTo.phone)],
  ["email", (order) => freeText(order.email)],
  ["carrier", (order) => freeText(order.shipMethod.carrier)],
  ["method", (order) => freeText(order.shipMethod.method)],
  ["ship_method_code", (order) => order.shipMethod.code],
  ["title", (_, line) => freeText(line.title)]
]

/** The same order gives the same bytes, always: a repeat is recognised by them. */
export const purchaseOrderCsv = (order: PurchaseOrder): Uint8Array => {
  const rows = order.lines.map((line) => columns.map(([, cell]) => cell(order, line)))
  const text = stringify([columns.map(([name]) => name), ...rows], {
    quoted: true,
    quoted_empty: true,
    record_delimiter: "\r\n"
  })
  return new TextEncoder().encode(text)
}

/** `<number>.csv`; a revision is another file. Whatever a prefix holds, the name stays inside its folder. */
export const purchaseOrderFileName = (order: PurchaseOrder): string => {
  const revision = order.revision > 1 ? `-r${order.revision}` : ""
  return `${order.number.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\./, "_")}${revision}.csv`
}

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex")
