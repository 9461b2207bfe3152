import type * as Brand from "effect/Brand"

export type HoldId = number & Brand.Brand<"HoldId">

/** A hold is not a state: it is a row laid over the order. While one is open nothing new is sent. */
export const holdKinds = {
  not_checked: { label: "being checked", releasedBy: "the worker" },
  address_missing: { label: "address incomplete", releasedBy: "correct the field" },
  address_invalid: { label: "address not valid", releasedBy: "correct the field" },
  phone_missing: { label: "phone missing", releasedBy: "enter the phone" },
  ship_method_unmapped: { label: "not mapped", releasedBy: "choose a carrier and method" },
  sku_unknown: { label: "SKU unknown", releasedBy: "map the SKU" },
  supplier_missing: { label: "no supplier", releasedBy: "give the product a supplier" },
  nothing_to_ship: { label: "nothing to ship", releasedBy: "nobody: such an order has no parcel" },
  canceled_on_channel: { label: "canceled on the channel", releasedBy: "cancel the order" },
  refunded_on_channel: { label: "refunded on the channel", releasedBy: "cancel the order" }
} as const satisfies Record<string, { readonly label: string; readonly releasedBy: string }>

export type HoldKind = keyof typeof holdKinds

/** A hold that a rule wants open. `field` tells two holds of one kind apart (address field, supplier, SKU). */
export interface HoldFinding {
  readonly kind: HoldKind
  readonly field: string
  /** Names what is missing and what to do, in words a person would use. */
  readonly message: string
  readonly detail: Readonly<Record<string, string | number>>
}

export interface Hold extends HoldFinding {
  readonly id: HoldId
  readonly orderId: number
  readonly openedAt: Date
}
