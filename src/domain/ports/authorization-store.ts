import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { AuthorizationEvent, AuthorizationState } from "../model/authorization.ts"
import type { DispatchIntentId } from "../model/dispatch-intent.ts"
import type { OrderId } from "../model/order.ts"
import type { PurchaseOrderId } from "../model/purchase-order.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { AuthorizationTerms } from "../model/supplier-terms.ts"
import type { StoreFailure } from "./failure.ts"

/** A purchase order whose supplier has it now, with what it costs. */
export interface CostedPurchaseOrder {
  readonly purchaseOrderId: PurchaseOrderId
  readonly supplierId: SupplierId
  /** Of the pieces that its supplier still has to ship or has shipped: what was canceled or given back is not paid. */
  readonly cost: string | null
  readonly currency: string
  readonly pieces: number
}

export interface NewAuthorization {
  readonly purchaseOrderId: PurchaseOrderId
  readonly supplierId: SupplierId
  readonly way: AuthorizationTerms["by"]
  readonly amount: string | null
  readonly currency: string
  readonly reason: string
}

export interface Authorization {
  readonly purchaseOrderId: PurchaseOrderId
  readonly number: string
  readonly revision: number
  readonly orderId: OrderId
  readonly channelOrderNumber: string
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly contact: string
  readonly sentAs: Readonly<Record<string, string>>
  /** The supplier's own number, from its acknowledgement or the receipt of the send; empty where it gave none. */
  readonly supplierOrderNumber: string
  readonly state: AuthorizationState
  readonly way: AuthorizationTerms["by"]
  readonly amount: string | null
  readonly currency: string
  readonly reason: string
  /** How many calls were written. */
  readonly asks: number
  readonly askedAt: Date
  readonly authorizedBy: string | null
  readonly authorizedAt: Date | null
  readonly authorizedHow: "automatic" | "call" | "person" | null
  readonly note: string
}

export type AuthorizationChoice =
  | { readonly purchaseOrderIds: ReadonlyArray<PurchaseOrderId> }
  | { readonly intentIds: ReadonlyArray<DispatchIntentId> }

export interface AuthorizationMove {
  readonly event: AuthorizationEvent
  readonly of: AuthorizationChoice
  /** ask: the call's promise. */
  readonly intentId?: DispatchIntentId
  /** ask, record: how much, where a person says it. */
  readonly amount?: string
  readonly how?: "automatic" | "call" | "person"
  readonly by?: string
  readonly note?: string
  /** fail: the supplier's words. */
  readonly reason?: string
}

export interface MovedAuthorization {
  readonly purchaseOrderId: PurchaseOrderId
  readonly number: string
  readonly orderId: OrderId
  readonly amount: string | null
  readonly currency: string
  readonly before: AuthorizationState
  readonly after: AuthorizationState
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class AuthorizationStore extends Context.Service<
  AuthorizationStore,
  {
    readonly costs: (ids: ReadonlyArray<PurchaseOrderId>) => Stored<ReadonlyArray<CostedPurchaseOrder>>
    /** One a purchase order, for ever: a second call about the same one adds nothing. Returns those that are new. */
    readonly add: (
      authorizations: ReadonlyArray<NewAuthorization>,
      at: Date
    ) => Stored<ReadonlyArray<PurchaseOrderId>>
    readonly of: (
      of: { readonly numbers: ReadonlyArray<string> } | { readonly orderId: OrderId } | "awaiting"
    ) => Stored<ReadonlyArray<Authorization>>
    /** Calls of these purchase orders that have not begun to leave. */
    readonly waitingCalls: (ids: ReadonlyArray<PurchaseOrderId>) => Stored<ReadonlyArray<DispatchIntentId>>
    /** Guarded by the state expected: zero moved means that somebody was faster. Called inside `advance`. */
    readonly move: (move: AuthorizationMove, at: Date) => Stored<ReadonlyArray<MovedAuthorization>>
  }
>()("switchyard/AuthorizationStore") {}
