import * as Result from "effect/Result"
import type { IncomingShipmentRow, ShipmentPurpose } from "../../domain/model/shipment.ts"
import { carrierNames, carriersOf } from "../../domain/model/tracking-number.ts"
import { readShipNotice, type ShipNotice, type ShippedItem } from "../edi/ship-notice-856.ts"
import { type Answers, type PlacedSet, place, rawNear, shownCode, skuOf, unclear } from "./edi-placed-set.ts"

/** BSN01. Original, confirmation and advance say what left; the others correct the notice of the same BSN02. */
const purposes: ReadonlyMap<string, ShipmentPurpose> = new Map([
  ["00", "original"],
  ["06", "original"],
  ["14", "original"],
  ["01", "cancel"],
  ["04", "change"],
  ["05", "replace"]
])

const unknownPurpose = (code: string): string =>
  `BSN01 ${shownCode(code)}: the notice ${code === "02" ? "adds to an earlier notice" : "has a purpose that we do not know"}. ` +
  "Nothing was recorded by it; compare it with the order, and record what left: switchyard shipments add-part, or switchyard shipments correct."

/** The partner's code for it, else whose number it looks like, else nobody's. */
const carrierOf = (at: PlacedSet, notice: ShipNotice, tracking: string): string => {
  const said = notice.carrier?.value ?? ""
  if (said !== "") return at.reading.carriers.get(said) ?? said
  const [guess, other] = carriersOf(tracking)
  return guess !== undefined && other === undefined ? carrierNames[guess] : ""
}

const shippedAt = (notice: ShipNotice): Date | null => {
  const day = notice.shippedOn ?? notice.date
  return day === null ? null : new Date(`${day}T00:00:00Z`)
}

/** What takes a shipment back names it; what was in it is known. */
const canceledRow = (
  at: PlacedSet,
  notice: ShipNotice,
  item: ShippedItem,
  identity: Pick<IncomingShipmentRow, "shipmentId" | "purpose">
): IncomingShipmentRow => ({
  purchaseOrderNumber: item.purchaseOrderNumber,
  lineId: "",
  sku: skuOf(item.items, at.reading.itemQualifiers),
  quantity: 0,
  carrier: "",
  service: "",
  trackingNumber: item.tracking?.value ?? "",
  shippedAt: shippedAt(notice) ?? new Date(0),
  ...identity,
  place: place(at, item.ordinal),
  raw: rawNear(at, item.ordinal)
})

const rowOf = (
  at: PlacedSet,
  notice: ShipNotice,
  item: ShippedItem,
  purpose: ShipmentPurpose
): IncomingShipmentRow | { readonly trouble: string } => {
  const identity = {
    ...(notice.shipmentId !== "" && { shipmentId: notice.shipmentId }),
    ...(purpose !== "original" && { purpose })
  }
  if (purpose === "cancel") return canceledRow(at, notice, item, identity)
  if (item.tracking === null) return { trouble: "the item has no tracking number at trackingPlaces" }
  if (item.quantity === 0) return { trouble: "SN102 is 0: nothing of the item left" }
  const shipped = shippedAt(notice)
  if (shipped === null) return { trouble: "the notice says no day (DTM 011, BSN03)" }
  const carrier = carrierOf(at, notice, item.tracking.value)
  if (carrier === "")
    return { trouble: "the notice names no carrier (TD503), and the number is nobody's we know" }
  const lineId = at.reading.echoesLineIds ? item.lineId : ""
  const sku = skuOf(item.items, at.reading.itemQualifiers)
  if (lineId === "" && sku === "") return { trouble: "the item has neither a line nor an item number" }
  return {
    purchaseOrderNumber: item.purchaseOrderNumber,
    lineId,
    sku,
    quantity: item.quantity,
    carrier,
    service: notice.service?.value ?? "",
    trackingNumber: item.tracking.value,
    shippedAt: shipped,
    ...identity,
    place: place(at, item.ordinal),
    raw: rawNear(at, item.ordinal)
  }
}

const taken = (at: PlacedSet, notice: ShipNotice): Answers => {
  const purpose = purposes.get(notice.purpose)
  if (purpose === undefined) return { broken: [unclear(at, notice.ordinal, unknownPurpose(notice.purpose))] }
  const read = notice.items.map((item) => ({ item, row: rowOf(at, notice, item, purpose) }))
  return {
    rows: read.flatMap(({ row }) => ("trouble" in row ? [] : [row])),
    broken: read.flatMap(({ item, row }) =>
      "trouble" in row ? [unclear(at, item.ordinal, row.trouble)] : []
    )
  }
}

export const shipmentRowsOf = (at: PlacedSet) =>
  Result.map(readShipNotice(at.set, at.reading.trackingPlaces), (notice) => taken(at, notice))
