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
  channel_value_missing: {
    label: "channel field missing",
    releasedBy: "set it on the channel: channels set --supplier-value"
  },
  supplier_missing: { label: "no supplier", releasedBy: "give the product a supplier" },
  out_of_stock: {
    label: "out of stock",
    releasedBy: "the supplier's next stock, another supplier, or channels allocation --when-short send"
  },
  nothing_to_ship: { label: "nothing to ship", releasedBy: "nobody: such an order has no parcel" },
  canceled_on_channel: { label: "canceled on the channel", releasedBy: "cancel the order" },
  refunded_on_channel: { label: "refunded on the channel", releasedBy: "cancel the order" },
  not_paid: { label: "not paid", releasedBy: "the payment, or the channel's rule" },
  stale_order: {
    label: "old when it came",
    releasedBy: "see whether it was shipped otherwise, then release"
  },
  twin_order: { label: "twin of another order", releasedBy: "release it if both are wanted, else cancel it" },
  risk_on_channel: { label: "risky by the channel", releasedBy: "look at it there, then release or cancel" },
  cancel_requested: {
    label: "buyer asked to cancel",
    releasedBy: "cancel it, or release: it ships all the same"
  },
  not_sendable: {
    label: "its supplier cannot take it so",
    releasedBy: "correct what it names, or what is set for the supplier, then release"
  },
  held_until: { label: "held until its time", releasedBy: "its time, or orders hold --release" },
  restored: {
    label: "may have been sent before the restore",
    releasedBy: "check at the supplier, then release"
  },
  line_rejected: {
    label: "rejected by the supplier",
    releasedBy: "give it to another supplier (re-issue), or cancel it"
  },
  no_fallback: {
    label: "no other supplier",
    releasedBy: "give the product another supplier and re-issue, or cancel it"
  },
  price_raised: { label: "price above our cost", releasedBy: "accept it (release), or cancel it" },
  answer_differs: {
    label: "the supplier's answer differs",
    releasedBy: "ask the supplier, then release"
  },
  cancel_refused: { label: "cancel refused", releasedBy: "release: it ships after all" },
  shipped_after_cancel: {
    label: "shipped although canceled",
    releasedBy: "release: it has left, the buyer gets it or sends it back"
  },
  change_refused: {
    label: "change refused",
    releasedBy: "release: it ships as it was sent, or cancel it"
  },
  shipment_corrected: {
    label: "shipment corrected after the channel was told",
    releasedBy: "correct it on the channel, then release"
  },
  changed_on_channel: {
    label: "changed on the channel",
    releasedBy: "ask the supplier for the change, or release"
  }
} as const satisfies Record<string, { readonly label: string; readonly releasedBy: string }>

export type HoldKind = keyof typeof holdKinds

/** A person's wish to wait: rules neither open nor release it, its time does. */
export const timedHold = "held_until" satisfies HoldKind

/** Opened by what happened to us, not by a rule: rules neither open nor release it, only a person does. */
export const restoredHold = "restored" satisfies HoldKind

/**
 * Opened by what a channel or a supplier said or did, or by what its transport cannot say: rules neither open nor release them; a person does, or what settles the
 * matter.
 */
export const answerHolds = [
  "not_sendable",
  "stale_order",
  "twin_order",
  "risk_on_channel",
  "cancel_requested",
  "line_rejected",
  "no_fallback",
  "price_raised",
  "answer_differs",
  "cancel_refused",
  "shipped_after_cancel",
  "change_refused",
  "shipment_corrected",
  "changed_on_channel"
] as const satisfies ReadonlyArray<HoldKind>
export type AnswerHold = (typeof answerHolds)[number]

/** Whoever has seen exactly this and released it is not asked again: the field names what was seen. */
export const seenOnce = [
  "changed_on_channel",
  "stale_order",
  "twin_order",
  "risk_on_channel",
  "cancel_requested"
] as const satisfies ReadonlyArray<AnswerHold>

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
