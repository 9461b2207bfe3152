import type { IncomingShipmentRow } from "../../domain/model/shipment.ts"
import { foreignText } from "../foreign-text.ts"
import type { LineMatch } from "./mail-patterns.ts"
import type { MailFile } from "./mail-read.ts"
import { readShipmentCsv } from "./shipment-csv.ts"

const mostRows = 500
const mostCell = 100

interface Parcel {
  readonly tracking: string
  carrier: string
  service: string
}

interface Item {
  readonly sku: string
  readonly quantity: number
  readonly parcel: number
}

const cell = (text: string | undefined): string => foreignText((text ?? "").slice(0, mostCell))

const quantityOf = (text: string | undefined): number =>
  text === undefined ? 1 : /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : 0

/**
 * What lines say becomes parcels: an item belongs to the last tracking number before it, or to the first one of the mail.
 * A parcel of which no item is told is about all that is open, and its row has neither SKU nor quantity.
 */
const gather = (
  matches: ReadonlyArray<LineMatch>
): { readonly parcels: ReadonlyArray<Parcel>; readonly items: ReadonlyArray<Item> } => {
  const parcels: Array<Parcel> = []
  const items: Array<Item> = []
  let told = { carrier: "", service: "" }
  for (const { groups } of matches) {
    const [carrier, service, tracking, sku] = [
      groups.carrier,
      groups.service,
      groups.tracking,
      groups.sku
    ].map(cell)
    told = { carrier: carrier || told.carrier, service: service || told.service }
    if (tracking && !parcels.some((p) => p.tracking === tracking)) parcels.push({ tracking, ...told })
    const last = parcels.at(-1)
    if (last !== undefined) {
      last.carrier ||= told.carrier
      last.service ||= told.service
    }
    const quantity = quantityOf(groups.quantity)
    if (sku && quantity > 0) items.push({ sku, quantity, parcel: Math.max(0, parcels.length - 1) })
  }
  return { parcels, items }
}

export const rowsFromMatches = (
  matches: ReadonlyArray<LineMatch>,
  shippedAt: Date,
  place: string
): ReadonlyArray<IncomingShipmentRow> => {
  const { parcels, items } = gather(matches)
  return parcels
    .flatMap((parcel, index): ReadonlyArray<IncomingShipmentRow> => {
      const mine = items.filter((item) => item.parcel === index)
      const rows = mine.length === 0 ? [{ sku: "", quantity: 0 }] : mine
      return rows.map(({ sku, quantity }) => ({
        purchaseOrderNumber: "",
        lineId: "",
        sku,
        quantity,
        carrier: parcel.carrier,
        service: parcel.service,
        trackingNumber: parcel.tracking,
        shippedAt,
        place,
        raw: ""
      }))
    })
    .slice(0, mostRows)
}

const isSheet = (file: MailFile): boolean =>
  file.type === "text/csv" || file.name.toLowerCase().endsWith(".csv")

export interface SheetRows {
  readonly rows: ReadonlyArray<IncomingShipmentRow>
  readonly notes: ReadonlyArray<string>
}

/** CSV attachments with the columns of a shipment file; what is wrong with one is a note for the reader. */
export const rowsFromSheets = (files: ReadonlyArray<MailFile>): SheetRows => {
  const sheets = files.filter(isSheet).map((file) => ({ name: cell(file.name) || "attachment", file }))
  const read = sheets.map(({ name, file }) => readShipmentCsv(name, file.content))
  return {
    rows: read.flatMap((sheet) => sheet.rows).slice(0, mostRows),
    notes: read.flatMap((sheet) =>
      sheet.broken.slice(0, 5).map((piece) => foreignText(`${piece.place}: ${piece.reason}`))
    )
  }
}
