import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type {
  ClaimedIntent,
  DispatchEvent,
  DispatchIntentId,
  DispatchState,
  Evidence,
  IntentKind,
  RenderedPurchaseOrder
} from "../model/dispatch-intent.ts"
import type { OrderId } from "../model/order.ts"
import type { PurchaseOrderId } from "../model/purchase-order.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"

export interface MovedIntent {
  readonly id: DispatchIntentId
  readonly purchaseOrderId: PurchaseOrderId
  readonly number: string
  readonly orderId: OrderId
  readonly supplierId: SupplierId
  /** Its name. */
  readonly supplier: string
  readonly kind: IntentKind
  readonly before: DispatchState
  readonly after: DispatchState
}

export interface IntentMove {
  readonly id: DispatchIntentId
  /** The fencing token: the move happens only in this attempt. null: a person or a sweep, guarded by state alone. */
  readonly attempt: number | null
  /** Shown as the reason when the purchase order fails. */
  readonly reason?: string
  /** release: not to be claimed again before. */
  readonly notBefore?: Date
  /** release: the attempt failed, so its time to give up runs. */
  readonly failing?: boolean
  /** The attempt ended without any word of its transport: it still counts as wordless. */
  readonly wordless?: boolean
}

/** An intent under a lease, with what its earlier attempts were like. */
export interface LeasedIntent extends ClaimedIntent {
  /** Left by a dead worker before its mark, and now kept here by a gate: to be given back. */
  readonly gated: boolean
  /** Attempts in a row that ended without any word, this one included. */
  readonly wordless: number
  readonly failingSince: Date | null
  /** Its supplier's breaker counts failures or is not closed: an answer has to be told to it. */
  readonly troubled: boolean
}

export interface Doubt {
  readonly intentId: DispatchIntentId
  readonly purchaseOrderId: PurchaseOrderId
  readonly number: string
  readonly kind: IntentKind
  readonly orderId: OrderId
  readonly channelOrderNumber: string
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly transport: string
  readonly since: Date
  readonly contentHash: string
  readonly identifiers: Readonly<Record<string, string>>
  readonly attempt: number
  readonly markedAttempt: number | null
}

/** A promise as it stands, with the bytes: in doubt, or settled meanwhile. */
export interface StandingIntent extends Doubt {
  readonly state: DispatchState
  readonly content: Uint8Array
}

export interface EvidenceRow extends Evidence {
  readonly at: Date
  readonly actor: string
  readonly attempt: number
}

/** A promise as it stands in the ledger, with the bytes. */
export interface RecordedIntent {
  readonly intentId: DispatchIntentId
  readonly number: string
  readonly revision: number
  readonly orderId: OrderId
  readonly createdBy: string
  readonly createdAt: Date
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly kind: IntentKind
  readonly transport: string
  readonly key: string
  readonly content: Uint8Array
  readonly contentHash: string
  readonly identifiers: Readonly<Record<string, string>>
  readonly state: DispatchState
}

/** A message that follows an order, written down before it is said. */
export interface PlannedMessage {
  readonly purchaseOrderId: PurchaseOrderId
  readonly supplierId: SupplierId
  readonly kind: Exclude<IntentKind, "order">
  readonly key: string
  readonly transport: string
  readonly rendered: RenderedPurchaseOrder
  readonly contentHash: string
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class DispatchLedger extends Context.Service<
  DispatchLedger,
  {
    /**
     * Takes the lease on those of the intents that are free: planned, or leased by a worker that is dead or whose lease
     * ran out (the database's clock). Raises the attempt, uses up the pass. Takes nothing planned that a gate keeps here
     * (a stop, shadow mode, a hold, its time, the breaker). Called by `advance`.
     */
    readonly claim: (
      ids: ReadonlyArray<DispatchIntentId>,
      worker: number,
      leaseMs: number,
      at: Date
    ) => Stored<ReadonlyArray<LeasedIntent>>
    /** Writes the promise to say it; it lives the life of every promise from then on. Called inside `advance`. */
    readonly plan: (message: PlannedMessage, at: Date) => Stored<DispatchIntentId>
    readonly renew: (
      moves: ReadonlyArray<IntentMove>,
      leaseMs: number
    ) => Stored<ReadonlyArray<DispatchIntentId>>
    /** Moves intents and their purchase orders by one event, guarded by state and attempt. Called by `advance`. */
    readonly move: (
      event: DispatchEvent,
      moves: ReadonlyArray<IntentMove>,
      at: Date
    ) => Stored<ReadonlyArray<MovedIntent>>
    readonly record: (
      entries: ReadonlyArray<{
        readonly id: DispatchIntentId
        readonly attempt: number
        readonly evidence: Evidence
      }>,
      actor: string,
      at: Date
    ) => Stored<void>
    readonly evidence: (id: DispatchIntentId) => Stored<ReadonlyArray<EvidenceRow>>
    /**
     * Intents that a recorded shipment or acknowledgement proves to have arrived, though nobody has said so: planned again, in doubt, or
     * leased by the dead. Of these purchase orders; null: of all.
     */
    readonly provedByShipment: (
      ids: ReadonlyArray<PurchaseOrderId> | null
    ) => Stored<ReadonlyArray<{ readonly id: DispatchIntentId; readonly attempt: number }>>
    readonly doubts: () => Stored<ReadonlyArray<Doubt>>
    /** All that was promised under a purchase-order number, in whatever state; oldest first. */
    readonly intentsOf: (number: string) => Stored<ReadonlyArray<StandingIntent>>
    /** The intents of an order, or of a purchase-order number; oldest first. */
    readonly recorded: (
      of: { readonly orderId: OrderId } | { readonly number: string }
    ) => Stored<ReadonlyArray<RecordedIntent>>
    /**
     * Intents that stand still: planned and due without a gate and without a live job, or leased by the dead. Those of
     * paced suppliers are found by `Breakers.due`. By supplier, at most `limit`.
     */
    readonly stranded: (
      at: Date,
      limit: number
    ) => Stored<ReadonlyArray<{ readonly supplierId: SupplierId; readonly intentId: DispatchIntentId }>>
    /** When the next delayed intent may go; null: none is delayed. */
    readonly nextDue: (at: Date) => Stored<Date | null>
    /** Planned orders among these wait until then: the release window is open, or the supplier's calendar is closed. */
    readonly defer: (
      ids: ReadonlyArray<DispatchIntentId>,
      until: Date,
      why: "window" | "calendar"
    ) => Stored<void>
  }
>()("switchyard/DispatchLedger") {}
