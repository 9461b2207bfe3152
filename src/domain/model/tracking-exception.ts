import type { OrderId } from "./order.ts"
import type { TrackingState } from "./shipment.ts"

/** What a person should look at, the most urgent first. */
export const exceptionKinds = [
  "delivery_failed",
  "return_to_sender",
  "on_hold",
  "delivery_delayed",
  "implausible_number",
  "not_attributed",
  "never_moved",
  "abandoned"
] as const
export type ExceptionKind = (typeof exceptionKinds)[number]

export const exceptionMeanings: Readonly<Record<ExceptionKind, string>> = {
  delivery_failed: "The carrier could not deliver it.",
  return_to_sender: "It goes back to the supplier.",
  on_hold: "The carrier holds it and waits for somebody.",
  delivery_delayed: "It will be late.",
  implausible_number:
    "Its tracking number does not look like one of its carrier, and the carrier does not know it.",
  not_attributed:
    "Parcels were found by the purchase-order number, and which lines are in them cannot be told.",
  never_moved: "The label exists and the carrier has never had the parcel.",
  abandoned: "It has not moved for so long that the carrier is not asked any more."
}

export interface TrackingException {
  readonly kind: ExceptionKind
  readonly orderId: OrderId
  readonly orderNumber: string
  readonly channel: string
  readonly supplier: string
  readonly purchaseOrderNumber: string
  readonly carrier: string
  readonly trackingNumber: string
  readonly state: TrackingState | null
  /** The carrier's words, or ours. */
  readonly detail: string
  readonly since: Date
}
