import * as Result from "effect/Result"
import type { IncomingShipmentRow } from "../../domain/model/shipment.ts"
import { carrierNames, carriersOf } from "../../domain/model/tracking-number.ts"
import { readShipNotice, type ShipNotice, type ShippedItem } from "../edi/ship-notice-856.ts"
import { type Answers, type PlacedSet, place, rawNear, shownCode, skuOf, unclear } from "./edi-placed-set.ts"

/** BSN01 of a notice that says what left: original, confirmation, advance. */
const plain = new Set(["00", "06", "14"])

const purposes: Readonly<Record<string, string>> = {
  "01": "cancels an earlier notice",
  "02": "adds to an earlier notice",
  "04": "changes an earlier notice",
  "05": "replaces an earlier notice"
}

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

const rowOf = (
  at: PlacedSet,
  notice: ShipNotice,
  item: ShippedItem
): IncomingShipmentRow | { readonly trouble: string } => {
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
    place: place(at, item.ordinal),
    raw: rawNear(at, item.ordinal)
  }
}

const taken = (at: PlacedSet, notice: ShipNotice): Answers => {
  if (!plain.has(notice.purpose)) {
    const what = purposes[notice.purpose] ?? "has a purpose that we do not know"
    const reason = `BSN01 ${shownCode(notice.purpose)}: the notice ${what}. Nothing was recorded by it; compare it with the order by hand.`
    return { broken: [unclear(at, notice.ordinal, reason)] }
  }
  const read = notice.items.map((item) => ({ item, row: rowOf(at, notice, item) }))
  return {
    rows: read.flatMap(({ row }) => ("trouble" in row ? [] : [row])),
    broken: read.flatMap(({ item, row }) =>
      "trouble" in row ? [unclear(at, item.ordinal, row.trouble)] : []
    )
  }
}

export const shipmentRowsOf = (at: PlacedSet) =>
  Result.map(readShipNotice(at.set, at.reading.trackingPlaces), (notice) => taken(at, notice))
