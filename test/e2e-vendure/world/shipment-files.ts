import { mkdir, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { stringify } from "csv-stringify/sync"
import { Ledger } from "./ledger.ts"
import type { PurchaseOrderColumns, PurchaseOrderEntry } from "./purchase-order-books.ts"

export interface ParcelLine {
  readonly lineId: string
  readonly sku: string
  readonly quantity: number
}

/** One parcel that left the supplier. */
export interface Parcel {
  readonly carrier: string
  readonly service: string
  readonly tracking: string
  /** A day, `2026-11-22`. */
  readonly shipDate: string
  readonly lines: ReadonlyArray<ParcelLine>
}

export interface ShippedParcel extends Parcel {
  readonly purchaseOrder: string
  readonly file: string
}

/** The supplier's outbound folder: shipments as CSV files, one parcel in each, and the supplier's own book of them. */
export class ShipmentFolder {
  readonly #outbound: string
  readonly #ledger: Ledger<ShippedParcel>
  #written = 0

  constructor(options: { readonly outbound: string; readonly ledgerFile: string }) {
    this.#outbound = options.outbound
    this.#ledger = new Ledger(options.ledgerFile)
  }

  /** Writes under a temporary name and renames: a reader of the folder never sees half a parcel. */
  async ship(purchaseOrder: string, parcels: ReadonlyArray<Parcel>): Promise<ReadonlyArray<ShippedParcel>> {
    await mkdir(this.#outbound, { recursive: true })
    const shipped: Array<ShippedParcel> = []
    for (const parcel of parcels) {
      this.#written += 1
      const file = `shipment-${fileSafe(purchaseOrder)}-${String(this.#written).padStart(5, "0")}.csv`
      const entry = { ...parcel, purchaseOrder, file }
      await this.#ledger.append(entry)
      await writeFile(join(this.#outbound, `.${file}.tmp`), shipmentCsv(purchaseOrder, parcel))
      await rename(join(this.#outbound, `.${file}.tmp`), join(this.#outbound, file))
      shipped.push(entry)
    }
    return shipped
  }

  shipped(): Promise<ReadonlyArray<ShippedParcel>> {
    return this.#ledger.read()
  }
}

function shipmentCsv(purchaseOrder: string, parcel: Parcel): string {
  const rows = parcel.lines.map((line) => ({
    po_number: purchaseOrder,
    line_id: line.lineId,
    sku: line.sku,
    qty: line.quantity,
    carrier: parcel.carrier,
    service: parcel.service,
    tracking: parcel.tracking,
    ship_date: parcel.shipDate
  }))
  return stringify(rows, { header: true })
}

function fileSafe(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, "_")
}

/**
 * Packs a purchase order into `count` parcels by its pieces, so that a line of three may leave in two parcels. A
 * parcel that would be empty is left out. Tracking codes say which parcel of which purchase order they are.
 */
export function packInParcels(options: {
  readonly purchaseOrder: PurchaseOrderEntry
  readonly columns: PurchaseOrderColumns
  readonly count: number
  readonly carrier: string
  readonly service: string
  readonly shipDate: string
}): ReadonlyArray<Parcel> {
  const { purchaseOrder, columns, count, ...how } = options
  const pieces = purchaseOrder.rows.flatMap((row) =>
    Array.from({ length: Number(row[columns.quantity]) }, () => ({
      lineId: row[columns.lineId] ?? "",
      sku: row[columns.sku] ?? ""
    }))
  )
  const parcels: Array<Parcel> = []
  for (let part = 0; part < count; part += 1) {
    const from = Math.floor((part * pieces.length) / count)
    const packed = pieces.slice(from, Math.floor(((part + 1) * pieces.length) / count))
    if (packed.length === 0) continue
    parcels.push({ ...how, tracking: `TRK-${purchaseOrder.number}-${part + 1}`, lines: countPieces(packed) })
  }
  return parcels
}

function countPieces(
  pieces: ReadonlyArray<{ readonly lineId: string; readonly sku: string }>
): ReadonlyArray<ParcelLine> {
  return [...Map.groupBy(pieces, (piece) => piece.lineId)].map(([lineId, same]) => ({
    lineId,
    sku: same[0]?.sku ?? "",
    quantity: same.length
  }))
}
