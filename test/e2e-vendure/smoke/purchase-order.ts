import { stringify } from "csv-stringify/sync"

/** A purchase order as CSV with the columns that the suppliers of this world expect by default. */
export function purchaseOrderCsv(number: string): string {
  const line = (lineId: string, sku: string, qty: number) => ({
    po_number: number,
    line_id: lineId,
    sku,
    qty,
    ship_to: 'Zoë "=cmd()" 🦜\nsecond line'
  })
  return stringify([line("1", "10001", 3), line("2", "10002", 1)], { header: true })
}
