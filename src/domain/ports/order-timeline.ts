import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { OrderId } from "../model/order.ts"
import type { TimelineEntry, TimelineFilter, TimelineKey } from "../model/timeline.ts"
import type { StoreFailure } from "./failure.ts"

/** What the channel said of an order when it was taken in last, in its own words. Untrusted. */
export interface OrderPayload {
  readonly receivedAt: Date
  readonly payload: string
  /** Of the whole; more than `payload` has when it was cut. */
  readonly length: number
}

/** Everything that happened to one order, from all that keeps a record of it. */
export class OrderTimeline extends Context.Service<
  OrderTimeline,
  {
    /** Newest first; before: the last entry of the page before. */
    readonly page: (
      id: OrderId,
      filter: TimelineFilter,
      before: TimelineKey | null,
      limit: number
    ) => Effect.Effect<ReadonlyArray<TimelineEntry>, StoreFailure>
    /** null: it was taken in before payloads were kept, or its channel hands none over. */
    readonly payload: (id: OrderId) => Effect.Effect<OrderPayload | null, StoreFailure>
  }
>()("switchyard/OrderTimeline") {}
