import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { KnownOrder } from "../model/channel-edit.ts"
import type { IncomingOrder, OrderId } from "../model/order.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { StoreFailure } from "./failure.ts"

/** An order that we have and of which the channel says something else now. */
export interface ChangedOrder extends KnownOrder {
  readonly id: OrderId
  readonly channelOrderId: string
  /** Purchase orders of it are written, and none has left: they can still be taken back. */
  readonly waitsToLeave: boolean
}

export interface Twin {
  readonly orderId: OrderId
  readonly otherId: OrderId
  readonly otherNumber: string
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What intake has to know of orders before and after a page of them is taken. */
export class IntakeStore extends Context.Service<
  IntakeStore,
  {
    /** Of these orders of a channel: which we have at all, and how those stand here that the channel tells differently now. */
    readonly compare: (
      channelId: ChannelId,
      orders: ReadonlyArray<IncomingOrder>
    ) => Stored<{
      readonly known: ReadonlySet<string>
      readonly changed: ReadonlyArray<ChangedOrder>
    }>
    /** Of these new orders: those that an earlier one of their channel equals, placed within so many hours of it. */
    readonly twins: (ids: ReadonlyArray<OrderId>, withinHours: number) => Stored<ReadonlyArray<Twin>>
  }
>()("switchyard/IntakeStore") {}
