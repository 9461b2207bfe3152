import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Address } from "../model/address.ts"
import type { DispatchIntentId, Identifiers } from "../model/dispatch-intent.ts"
import type { OrderId, OrderLineId } from "../model/order.ts"
import type { PurchaseOrderId, PurchaseOrderState } from "../model/purchase-order.ts"
import type { ChosenShipMethod } from "../model/ship-method.ts"
import type { SupplierId } from "../model/supplier.ts"
import type {
  RequestEvent,
  RequestState,
  RequestSubject,
  SupplierRequestId
} from "../model/supplier-request.ts"
import type { StoreFailure } from "./failure.ts"

/** A purchase order as its supplier knows it, with what can still be asked about it. */
export interface StandingPurchaseOrder {
  readonly purchaseOrderId: PurchaseOrderId
  readonly number: string
  readonly revision: number
  readonly orderId: OrderId
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly state: PurchaseOrderState
  /** Whether an attempt to send it was made. */
  readonly tried: boolean
  readonly intentId: DispatchIntentId
  readonly transport: string
  readonly sentAs: Identifiers
  readonly supplierOrderNumber: string
  readonly shipMethod: ChosenShipMethod
  readonly currency: string
  readonly lines: ReadonlyArray<StandingLine>
}

export interface StandingLine {
  readonly orderLineId: OrderLineId
  readonly sku: string
  readonly supplierSku: string
  readonly title: string
  readonly quantity: number
  readonly unitCost: string | null
  readonly shipped: number
  readonly backordered: number
  readonly canceled: number
  readonly rejected: number
  /** Asked to be canceled, and not communicated yet. */
  readonly asked: number
}

/** An order of which a supplier still has something to ship, as its suppliers were told. */
export interface OrderAtSuppliers {
  readonly orderId: OrderId
  readonly shipTo: Address
  readonly shipMethodName: string
  readonly quantity: number
  /** Corrected by an operator: the channel does not take them back. */
  readonly editedFields: ReadonlyArray<string>
}

/** Pieces of an order line that no purchase order has. */
export interface FreeLine {
  readonly orderLineId: OrderLineId
  readonly sku: string
  readonly free: number
}

export interface NewSupplierRequest {
  readonly purchaseOrderId: PurchaseOrderId
  readonly about: RequestSubject
  readonly number: number
  readonly code: string
  readonly supplierCode: string
  readonly channelCode: string
  readonly reason: string
  readonly differences: ReadonlyArray<string>
  /** null: a person tells the supplier. */
  readonly intentId: DispatchIntentId | null
  readonly lines: ReadonlyArray<{ readonly orderLineId: OrderLineId; readonly quantity: number }>
}

/** Which requests an event is about. */
export type RequestChoice =
  | { readonly intentIds: ReadonlyArray<DispatchIntentId> }
  | { readonly ids: ReadonlyArray<SupplierRequestId> }

export interface RequestMove {
  readonly event: RequestEvent
  readonly of: RequestChoice
  /** Who says it: `transport`, or how a person did. */
  readonly by: string
  readonly words: string
}

export interface MovedRequest {
  readonly id: SupplierRequestId
  readonly about: RequestSubject
  readonly purchaseOrder: string
  readonly orderId: OrderId
  readonly supplier: string
  readonly before: RequestState
  readonly after: RequestState
  readonly lines: ReadonlyArray<{
    readonly sku: string
    readonly quantity: number
    readonly canceled: number
  }>
}

export interface SupplierRequest {
  readonly id: SupplierRequestId
  readonly about: RequestSubject
  readonly number: number
  readonly state: RequestState
  readonly purchaseOrder: string
  readonly orderId: OrderId
  readonly channelOrderNumber: string
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly contact: string
  readonly code: string
  readonly supplierCode: string
  readonly channelCode: string
  readonly reason: string
  readonly differences: ReadonlyArray<string>
  readonly intentId: DispatchIntentId | null
  readonly intentState: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly communicatedBy: string | null
  readonly communicatedAt: Date | null
  readonly note: string
  readonly answer: string
  readonly settledAt: Date | null
  readonly lines: ReadonlyArray<{
    readonly sku: string
    readonly quantity: number
    readonly canceled: number
    readonly reopened: number
  }>
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class SupplierRequestStore extends Context.Service<
  SupplierRequestStore,
  {
    /** The purchase orders of an order, with their lines as they stand now. Read under the order's lock. */
    readonly standing: (orderId: OrderId) => Stored<ReadonlyArray<StandingPurchaseOrder>>
    /** Of these orders, those that a supplier still has something of. */
    readonly atSuppliers: (ids: ReadonlyArray<OrderId>) => Stored<ReadonlyArray<OrderAtSuppliers>>
    /** Lines with pieces that no purchase order has: given back, or never placed. */
    readonly free: (orderId: OrderId) => Stored<ReadonlyArray<FreeLine>>
    /** Cancels free pieces at once: no supplier has them, so there is nobody to tell. */
    readonly cancelFree: (
      lines: ReadonlyArray<{ readonly orderLineId: OrderLineId; readonly quantity: number }>
    ) => Stored<void>
    /** The number that the next request about this takes. */
    readonly nextNumber: (id: PurchaseOrderId, about: RequestSubject) => Stored<number>
    readonly create: (request: NewSupplierRequest, actor: string, at: Date) => Stored<SupplierRequestId>
    /**
     * Moves requests by one event, and the pieces with them: communicated (or accepted at once) cancels what has not left,
     * a refusal opens it again. Guarded by the state expected. Called inside `advance`.
     */
    readonly move: (move: RequestMove, at: Date) => Stored<ReadonlyArray<MovedRequest>>
    /** Requests of one purchase order, oldest first. */
    readonly of: (number: string) => Stored<ReadonlyArray<SupplierRequest>>
    /** Requests that are not settled, oldest first. */
    readonly open: (limit: number) => Stored<ReadonlyArray<SupplierRequest>>
  }
>()("switchyard/SupplierRequestStore") {}
