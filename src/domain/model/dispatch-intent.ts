import type * as Brand from "effect/Brand"
import type { Lifecycle } from "./lifecycle.ts"
import type { OrderId } from "./order.ts"
import type { PurchaseOrderEvent, PurchaseOrderId } from "./purchase-order.ts"
import type { SupplierId } from "./supplier.ts"

export type DispatchIntentId = number & Brand.Brand<"DispatchIntentId">
export const DispatchIntentId = (n: number): DispatchIntentId => n as DispatchIntentId

/** What a promise says to the supplier. Every kind lives the same life: intent before, evidence after, doubt in between. */
export const intentKinds = ["order", "cancel", "change", "authorize"] as const
export type IntentKind = (typeof intentKinds)[number]

export type DispatchState =
  | "planned"
  | "claimed"
  | "transmitting"
  | "sent"
  | "refused"
  | "in_doubt"
  | "withdrawn"
export type DispatchEvent =
  | "claim"
  | "transmit"
  | "release"
  | "confirm"
  | "refuse"
  | "doubt"
  | "deny"
  | "reject"
  | "retry"
  | "withdraw"

/**
 * Claimed and transmitting are two states on purpose: the mark `transmit` is committed right before the point of no
 * return (the rename, the end of the mail's data), so a death before it proves that nothing left.
 */
export const dispatchLife: Lifecycle<DispatchState, DispatchEvent> = {
  planned: {
    means: "the exact bytes and identifiers are written down, nothing has left",
    mover: "worker: claim",
    on: { claim: "claimed", confirm: "sent", withdraw: "withdrawn", refuse: "refused", reject: "refused" }
  },
  claimed: {
    means: "one worker holds the lease; nothing irrevocable was done in this attempt",
    mover: "worker: transmit, release; another worker once the lease is dead",
    on: {
      claim: "claimed",
      transmit: "transmitting",
      release: "planned",
      confirm: "sent",
      refuse: "refused",
      reject: "refused",
      doubt: "in_doubt"
    }
  },
  transmitting: {
    means: "the irrevocable step may have been made",
    mover: "worker: the receipt; once the lease is dead, a look-up",
    on: {
      claim: "transmitting",
      confirm: "sent",
      refuse: "refused",
      reject: "refused",
      release: "planned",
      doubt: "in_doubt"
    }
  },
  in_doubt: {
    means: "the answer was lost and no look-up could tell; never sent again by itself",
    mover: "look-up, or a person with the evidence",
    on: { confirm: "sent", deny: "planned", reject: "refused" }
  },
  sent: {
    means: "a receipt is held as evidence",
    mover: "the supplier: reject (a bounce, a 997 or 855 that says no)",
    on: { reject: "refused" }
  },
  refused: {
    means: "the supplier said no, or nothing could leave",
    mover: "a person",
    on: { retry: "planned", withdraw: "withdrawn" }
  },
  withdrawn: { means: "taken back before anything left", mover: "-", on: {} }
}

/** What each dispatch event means for the purchase order it carries. */
export const purchaseOrderEventFor: Readonly<Record<DispatchEvent, PurchaseOrderEvent | null>> = {
  claim: "start",
  transmit: null,
  release: "requeue",
  confirm: "confirm",
  refuse: "refuse",
  doubt: "doubt",
  deny: "requeue",
  reject: "reject",
  retry: "retry",
  withdraw: "cancel"
}

/** The names under which a purchase order is known to the receiver; a repeat carries the same. */
export type Identifiers = Readonly<Record<string, string>>

/** What a transport made of a purchase order: the very bytes, and the names they travel under. */
export interface RenderedPurchaseOrder {
  readonly content: Uint8Array
  readonly identifiers: Identifiers
}

/** Why these bytes may not leave: the transport could not say this order to this supplier. null: they may. */
export const unsendableReason = ({
  identifiers
}: Pick<RenderedPurchaseOrder, "identifiers">): string | null => identifiers.unsendable ?? null

/** An intent under a lease: what a worker needs to send, and the attempt that fences its writes. */
export interface ClaimedIntent {
  readonly id: DispatchIntentId
  readonly purchaseOrderId: PurchaseOrderId
  readonly orderId: OrderId
  readonly supplierId: SupplierId
  readonly number: string
  readonly kind: IntentKind
  readonly transport: string
  readonly content: Uint8Array
  readonly contentHash: string
  readonly identifiers: Identifiers
  readonly attempt: number
  /** The attempt that was marked last: its irrevocable step may still be under way. null: unknown, or none was. */
  readonly markedAttempt: number | null
  /** The state before this claim: `transmitting` means that an earlier attempt may have reached the supplier. */
  readonly before: DispatchState
  /** For a send in doubt: when that was written down. It was let go before, if it was let go at all. */
  readonly doubtedAt?: Date
}

export type EvidenceKind =
  | "attempt"
  | "transport_receipt"
  | "look_up"
  | "refusal"
  | "failure"
  | "person"
  | "answer"

export interface Evidence {
  readonly kind: EvidenceKind
  readonly detail: Readonly<Record<string, string | number | boolean>>
}

export const vain = { proves: "nothing" } as const

/** Of a look-up that could not tell: kept, and it says of itself that it proves nothing. */
export const inVain = ({ kind, detail }: Evidence): Evidence => ({ kind, detail: { ...detail, ...vain } })

/** A look-up that could not tell, or a person's word that it did not arrive: of its kind, but no proof that it did. */
export const provesNothing = ({ detail }: Pick<Evidence, "detail">): boolean =>
  detail.proves === vain.proves || detail.arrived === false
