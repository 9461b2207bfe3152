import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { OrderId } from "../model/order.ts"
import type { PurchaseOrderId } from "../model/purchase-order.ts"
import type { CorrectionPlan, ParcelPart } from "../model/shipment-correction.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"
import type { RecordedShipment } from "./shipment-store.ts"

/** Which recorded parcels are meant: what is null is not asked for. */
export interface ParcelQuery {
  readonly supplierId: SupplierId | null
  readonly purchaseOrderNumber: string | null
  /** The supplier's own name of the shipment. */
  readonly reference: string | null
  readonly trackingNumber: string | null
}

export interface CorrectionToApply {
  readonly supplierId: SupplierId
  /** One of the parcel's parts, before. */
  readonly first: ParcelPart
  readonly plan: CorrectionPlan
  /** What is said, whatever file it stands in: the same once more is known. */
  readonly text: string
  readonly trackingNumber: string
  readonly before: string
  readonly after: string
  readonly reason: string
  readonly source: string
}

/** A correction as it was made. */
export interface MadeCorrection {
  readonly purchaseOrderNumber: string
  readonly trackingNumber: string
  readonly before: string
  readonly after: string
  readonly reason: string
  readonly source: string
  readonly actor: string
  readonly at: Date
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class ShipmentCorrections extends Context.Service<
  ShipmentCorrections,
  {
    readonly find: (query: ParcelQuery) => Stored<ReadonlyArray<ParcelPart>>
    /**
     * Keeps the pushes of these orders from starting until the transaction ends, and answers the orders of which one is
     * under way: those cannot be corrected now. Never waits for a push: that one will want the order.
     */
    readonly lockPushes: (orderIds: ReadonlyArray<OrderId>) => Stored<ReadonlyArray<OrderId>>
    readonly isApplied: (id: PurchaseOrderId, text: string) => Stored<boolean>
    /** Called inside `advance`, under the order's lock. The answer is the part of the missing pieces, if there is one. */
    readonly apply: (
      correction: CorrectionToApply,
      actor: string,
      at: Date
    ) => Stored<ReadonlyArray<RecordedShipment>>
    /** What the channel was told, by an open hold of this field: null where there is none. */
    readonly toldBefore: (orderId: OrderId, field: string) => Stored<string | null>
    readonly made: (trackingNumber: string) => Stored<ReadonlyArray<MadeCorrection>>
  }
>()("switchyard/ShipmentCorrections") {}
