import { firstSeenAt, type ParcelNews } from "./parcel-news.ts"
import type { ParcelToRecord, ShippableLine, TrackingState } from "./shipment.ts"
import { carriersOf, plainNumber } from "./tracking-number.ts"

/** A parcel that was found by a reference on its label. */
export interface FoundParcel {
  readonly trackingNumber: string
  readonly service: string
  /** The references on its label; empty when the carrier does not repeat them. */
  readonly references: ReadonlyArray<string>
  /** How many parcels its shipment has, as far as the carrier says. */
  readonly parcelCount: number
  readonly news: ParcelNews
}

export type Attribution =
  | { readonly _tag: "Record"; readonly parcel: ParcelToRecord }
  /** Nothing was found, or only a label: asked again later. */
  | { readonly _tag: "NotYet" }
  /** Something was found, and what is in it cannot be told: a person decides. */
  | { readonly _tag: "Leave"; readonly because: string }

/** The carrier has not had the parcel: a label alone is no shipment. */
const notMoved: ReadonlyArray<TrackingState> = ["pending", "unknown", "canceled"]

const wears = (parcel: FoundParcel, reference: string): boolean =>
  parcel.references.length === 0 ||
  parcel.references.some((r) => r.trim().toUpperCase() === reference.trim().toUpperCase())

const leave = (because: string): Attribution => ({ _tag: "Leave", because })

/**
 * Whether what was found by a purchase order's number is its shipment beyond doubt: one parcel that the carrier has had,
 * with this number on its label, for a purchase order of one line of which nothing is shipped. Only then is it known
 * what is in the parcel.
 */
export const attributeParcel = (
  number: string,
  found: ReadonlyArray<FoundParcel>,
  lines: ReadonlyArray<ShippableLine>,
  at: Date
): Attribution => {
  const moved = found.filter((p) => p.news._tag === "Known" && !notMoved.includes(p.news.state))
  const [parcel] = moved
  if (parcel === undefined) return { _tag: "NotYet" }
  if (found.length > 1 || parcel.parcelCount > 1)
    return leave(
      `${Math.max(found.length, parcel.parcelCount)} parcels wear ${number}: which lines are in which is not known`
    )
  if (!wears(parcel, number))
    return leave(`${parcel.trackingNumber} was found for ${number} but wears another reference`)
  if (!carriersOf(parcel.trackingNumber).includes("ups"))
    return leave(`what was found for ${number} has no tracking number of UPS`)
  const [line] = lines
  if (line === undefined) return leave(`${number} has no line that can be shipped`)
  if (lines.length > 1)
    return leave(
      `${parcel.trackingNumber} was found for ${number}, which has ${lines.length} lines: which of them are in it is not known`
    )
  if (line.shipped > 0 || line.parcels.length > 0)
    return leave(`${parcel.trackingNumber} was found for ${number}, of which a part was shipped before`)
  return {
    _tag: "Record",
    parcel: {
      purchaseOrderId: line.purchaseOrderId,
      orderId: line.orderId,
      carrier: "UPS",
      service: parcel.service,
      trackingNumber: plainNumber(parcel.trackingNumber),
      shippedAt: firstSeenAt(parcel.news) ?? at,
      lines: [
        { orderLineId: line.orderLineId, quantity: line.quantity, sourceRow: `UPS by reference ${number}` }
      ]
    }
  }
}
