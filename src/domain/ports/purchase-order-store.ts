import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { DispatchIntentId, RenderedPurchaseOrder } from "../model/dispatch-intent.ts"
import type { OrderId, OrderLineId } from "../model/order.ts"
import type { PurchaseOrderId } from "../model/purchase-order.ts"
import type { ChosenShipMethod } from "../model/ship-method.ts"
import type { ShippableLine } from "../model/shipment.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"

export interface NewPurchaseOrder {
  readonly orderId: OrderId
  readonly supplierId: SupplierId
  readonly number: string
  readonly revision: number
  readonly shipMethod: ChosenShipMethod
  readonly currency: string
  readonly cost: string | null
  readonly transport: string
  readonly dispatchKey: string
  readonly rendered: RenderedPurchaseOrder
  readonly contentHash: string
  readonly lines: ReadonlyArray<{
    readonly orderLineId: OrderLineId
    readonly supplierSku: string
    readonly quantity: number
    readonly unitCost: string | null
  }>
}

export interface CreatedPurchaseOrder {
  readonly id: PurchaseOrderId
  readonly orderId: OrderId
  readonly supplierId: SupplierId
  readonly intentId: DispatchIntentId
  readonly number: string
}

/** What becomes one purchase order, and so takes one number. */
export interface NumberedShare {
  readonly orderId: OrderId
  readonly supplierId: SupplierId
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class PurchaseOrderStore extends Context.Service<
  PurchaseOrderStore,
  {
    /**
     * The numbers that were reserved for these, and the next of the sequence for all others; in the order given. A number
     * that is not used leaves a gap, never a repeat.
     */
    readonly takeNumbers: (shares: ReadonlyArray<NumberedShare>) => Stored<ReadonlyArray<number>>
    /** The next place in the sequence, for a message of its own (X12 control number). A gap is never a repeat. */
    readonly nextSequence: () => Stored<number>
    /** Takes numbers and keeps them until `takeNumbers`, so that a preview can show them. Called under the orders' lock. */
    readonly reserveNumbers: (
      shares: ReadonlyArray<NumberedShare>,
      actor: string,
      at: Date
    ) => Stored<ReadonlyArray<number>>
    /** Writes purchase orders, their lines and their dispatch intents in one statement. Called inside `advance`. */
    readonly create: (
      orders: ReadonlyArray<NewPurchaseOrder>,
      actor: string,
      at: Date
    ) => Stored<ReadonlyArray<CreatedPurchaseOrder>>
    /**
     * Lines of this supplier's purchase orders by number, with what was shipped. Also of those that we cannot prove to be
     * sent yet: a supplier ships faster than a killed worker is replaced, and its parcel is the proof.
     */
    readonly shippable: (
      supplierId: SupplierId,
      numbers: ReadonlyArray<string>
    ) => Stored<ReadonlyArray<ShippableLine>>
    /** Purchase orders of one order that can be retried (failed before anything left). */
    readonly failedIntents: (ids: ReadonlyArray<OrderId>) => Stored<ReadonlyArray<DispatchIntentId>>
    /**
     * Those of them whose bytes still say what is wanted: nothing of it was canceled, given back or
     * shipped since. */
    readonly retryableIntents: (ids: ReadonlyArray<OrderId>) => Stored<ReadonlyArray<DispatchIntentId>>
    /** Intents of these orders that are still planned: what a cancel can withdraw. */
    readonly plannedIntents: (ids: ReadonlyArray<OrderId>) => Stored<ReadonlyArray<DispatchIntentId>>
    /** Whether a purchase order of this order has left or may have left (sending, sent or in doubt). */
    readonly anyLeft: (id: OrderId) => Stored<boolean>
    /** The supplier confirmed receipt to a person. False when there is no sent purchase order of that number. */
    readonly confirmReceipt: (number: string, actor: string, at: Date) => Stored<boolean>
  }
>()("switchyard/PurchaseOrderStore") {}
