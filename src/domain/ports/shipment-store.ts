import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type {
  FulfillmentEvent,
  FulfillmentId,
  FulfillmentPush,
  FulfillmentState
} from "../model/fulfillment.ts"
import type { OrderId } from "../model/order.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { ParcelToRecord, ShipmentId } from "../model/shipment.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"

export interface RecordedShipment {
  readonly shipmentId: ShipmentId
  readonly orderId: OrderId
  readonly channelId: ChannelId
  readonly fulfillmentId: FulfillmentId
  readonly tracking: string
}

export interface FulfillmentMove {
  readonly id: FulfillmentId
  readonly attempt: number | null
  readonly reason?: string
  readonly channelFulfillmentId?: string
  readonly notBefore?: Date
}

export interface MovedFulfillment {
  readonly id: FulfillmentId
  readonly orderId: OrderId
  readonly tracking: string
  readonly before: FulfillmentState
  readonly after: FulfillmentState
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class ShipmentStore extends Context.Service<
  ShipmentStore,
  {
    /**
     * Records parcels with their lines, adds to the lines' shipped quantity and writes one due fulfillment per parcel.
     * A parcel that is known already gains only its new lines. Called inside `advance`.
     */
    readonly record: (
      supplierId: SupplierId,
      parcels: ReadonlyArray<ParcelToRecord>,
      source: string,
      at: Date
    ) => Stored<ReadonlyArray<RecordedShipment>>
    /**
     * Takes the lease on those that are due, or whose holder is dead. Raises the attempt. One push an order at a time,
     * over all workers: a second one of the same order is not handed out.
     */
    readonly claim: (
      ids: ReadonlyArray<FulfillmentId>,
      worker: number,
      leaseMs: number,
      at: Date
    ) => Stored<ReadonlyArray<FulfillmentPush>>
    readonly move: (
      event: FulfillmentEvent,
      moves: ReadonlyArray<FulfillmentMove>,
      at: Date
    ) => Stored<ReadonlyArray<MovedFulfillment>>
    /** Fulfillments that are due (or held by the dead) on channels whose Shipment Upload is on. */
    readonly due: (
      channelId: ChannelId | null,
      at: Date,
      limit: number
    ) => Stored<ReadonlyArray<{ readonly channelId: ChannelId; readonly fulfillmentId: FulfillmentId }>>
    /** The next due fulfillment of each of these orders, where the channel's Shipment Upload is on. */
    readonly dueOf: (
      orderIds: ReadonlyArray<OrderId>,
      at: Date
    ) => Stored<ReadonlyArray<{ readonly channelId: ChannelId; readonly fulfillmentId: FulfillmentId }>>
    readonly rejectedOf: (ids: ReadonlyArray<OrderId>) => Stored<ReadonlyArray<FulfillmentId>>
  }
>()("switchyard/ShipmentStore") {}
