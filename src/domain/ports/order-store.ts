import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { AddressField } from "../model/address.ts"
import type { IncomingOrder, Order, OrderId } from "../model/order.ts"
import type { OrderAction, OrderStatus } from "../model/order-status.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { ShipMethodId, SupplierId } from "../model/supplier.ts"
import type { RoutedLine } from "../model/validation.ts"
import type { StoreFailure } from "./failure.ts"

export interface ImportedOrder {
  readonly id: OrderId
  readonly channelOrderId: string
  readonly change: "new" | "updated" | "unchanged"
}

export interface StatusChange {
  readonly orderId: OrderId
  readonly before: OrderStatus
  readonly after: OrderStatus
  readonly actionBefore: OrderAction | null
  readonly actionAfter: OrderAction | null
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class OrderStore extends Context.Service<
  OrderStore,
  {
    /**
     * Upserts a page of orders with their lines in one statement, by (channel, channelOrderId). Unchanged orders
     * (same content hash) write nothing. A new order starts with an open `not_checked` hold, so that nothing can send
     * it before its rules were applied. Fields that an operator edited keep the operator's value; lines and address
     * are left alone once a purchase order exists.
     */
    readonly importPage: (
      channelId: ChannelId,
      orders: ReadonlyArray<IncomingOrder>,
      at: Date
    ) => Stored<ReadonlyArray<ImportedOrder>>
    /**
     * Works out ahead what `importPage` will say of these orders, and asks the database nothing: for whoever reads orders while
     * others are written, so that their transaction does not wait for it.
     */
    readonly prepare: (orders: ReadonlyArray<IncomingOrder>) => Effect.Effect<void>
    /** Orders with their lines, in the order of the ids; unknown ids are left out. */
    readonly load: (ids: ReadonlyArray<OrderId>) => Stored<ReadonlyArray<Order>>
    /** Locks the orders for this transaction (sorted by id, so that two workers cannot block each other for ever). */
    readonly lock: (ids: ReadonlyArray<OrderId>) => Stored<void>
    /** Finds one order by our id, the channel's number (with or without `#`) or the channel's id. More than one match is returned as such. */
    readonly find: (reference: string) => Stored<ReadonlyArray<OrderId>>
    readonly routeLines: (routes: ReadonlyArray<RoutedLine>) => Stored<void>
    /**
     * Recomputes status and action from the facts, set-based, by the table of decisions A1; returns only what changed.
     * Called by `advance` alone.
     */
    readonly recompute: (ids: ReadonlyArray<OrderId>, at: Date) => Stored<ReadonlyArray<StatusChange>>
    /** Changes address fields if the order's version is still the one seen; false when somebody was faster. */
    readonly editAddress: (
      id: OrderId,
      version: number,
      changes: Partial<Record<AddressField, string>>
    ) => Stored<boolean>
    /** Address fields that a person edited: a later download leaves them alone. */
    readonly editedFields: (id: OrderId) => Stored<ReadonlyArray<AddressField>>
    /** These fields are the channel's again: a later download may correct them. */
    readonly forgetEdits: (id: OrderId, fields: ReadonlyArray<AddressField>) => Stored<void>
    /** The order goes by what is mapped for all again. */
    readonly forgetShipMethod: (id: OrderId, supplierId: SupplierId) => Stored<void>
    readonly chooseShipMethod: (
      id: OrderId,
      supplierId: SupplierId,
      shipMethodId: ShipMethodId,
      actor: string,
      at: Date
    ) => Stored<void>
    /** Own choices of these orders. */
    readonly chosenShipMethods: (ids: ReadonlyArray<OrderId>) => Stored<
      ReadonlyArray<{
        readonly orderId: OrderId
        readonly supplierId: SupplierId
        readonly shipMethodId: ShipMethodId
      }>
    >
    /** Marks every open quantity of these lines' orders as canceled (nothing was sent). */
    readonly cancelOpen: (ids: ReadonlyArray<OrderId>) => Stored<void>
    /** Of these orders, those that would show PROCESS now, sorted by placed_at. With null: all of the channel. */
    readonly readyToProcess: (
      channelId: ChannelId,
      ids: ReadonlyArray<OrderId> | null
    ) => Stored<ReadonlyArray<OrderId>>
  }
>()("switchyard/OrderStore") {}
