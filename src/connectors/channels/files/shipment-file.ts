import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import { freeText } from "../../files/machine-cell.ts"
import { skuInLineId } from "./order-lines.ts"
import type { OutgoingColumn } from "./outgoing-columns.ts"
import { type Cells, csvFile, jsonFile, jsonObject, type OutgoingFormat } from "./outgoing-format.ts"

const parcelFields = [
  "shipment_id",
  "order_id",
  "order_number",
  "carrier",
  "service",
  "tracking",
  "further_tracking"
] as const
const pieceFields = ["line_id", "sku", "qty"] as const
export const shipmentFields = [...parcelFields, ...pieceFields] as const
export type ShipmentField = (typeof shipmentFields)[number]

/** What a shipment must say to be of use. */
export const neededOfShipments: ReadonlyArray<ReadonlyArray<ShipmentField>> = [
  ["order_id", "order_number"],
  ["tracking"],
  ["line_id", "sku"],
  ["qty"]
]

const isPiece = ({ field }: OutgoingColumn<ShipmentField>): boolean =>
  pieceFields.some((name) => name === field)

/** The merchant's names for carriers, by ours in lower case. What is not named keeps its name. */
export type CarrierNames = ReadonlyMap<string, string>

export interface ShipmentFormat extends OutgoingFormat {
  readonly columns: ReadonlyArray<OutgoingColumn<ShipmentField>>
  readonly carriers: CarrierNames
}

/**
 * Ids went in as they come out, and none that a spreadsheet runs was let in (`idCell`). What suppliers wrote is text of
 * strangers.
 */
const rowsOf = (push: FulfillmentPush, carriers: CarrierNames): ReadonlyArray<Cells<ShipmentField>> =>
  push.lines.map((line) => {
    const sku = skuInLineId(line.channelLineId)
    return {
      shipment_id: String(push.id),
      order_id: push.channelOrderId,
      order_number: push.channelOrderNumber,
      carrier: freeText(carriers.get(push.carrier.toLowerCase()) ?? push.carrier),
      service: freeText(push.service),
      tracking: freeText(push.trackingNumber),
      further_tracking: freeText(push.furtherTracking.join(" ")),
      line_id: sku === null ? line.channelLineId : "",
      sku: sku ?? "",
      qty: line.quantity
    }
  })

const shortened = (text: string): string => text.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 60)

/** The same push has the same name and the same bytes, always: a repeat is recognized by them. */
export const shipmentFileName = (push: FulfillmentPush, format: ShipmentFormat): string =>
  `shp_${shortened(push.channelOrderId)}_${push.id}.${format.kind}`

export const shipmentFile = (push: FulfillmentPush, format: ShipmentFormat): Uint8Array => {
  const rows = rowsOf(push, format.carriers)
  if (format.kind === "csv") return csvFile(format.separator, format.columns, rows)
  const [first] = rows
  const parcel = format.columns.filter((column) => !isPiece(column))
  const piece = format.columns.filter(isPiece)
  return jsonFile({
    ...(first === undefined ? {} : jsonObject(parcel, first)),
    lines: rows.map((row) => jsonObject(piece, row))
  })
}
