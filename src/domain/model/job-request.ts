import type { CarrierAccountId } from "./carrier-account.ts"
import type { DispatchIntentId } from "./dispatch-intent.ts"
import type { FulfillmentId } from "./fulfillment.ts"
import type { OrderId } from "./order.ts"
import type { ChannelId } from "./sales-channel.ts"
import type { SupplierId } from "./supplier.ts"
import type { SyncRunId } from "./sync-run.ts"

/** A job is a wake-up and a lease; the truth is in the rows. Losing or doubling one must be harmless. */
export type JobRequest =
  | { readonly job: "orders.download"; readonly channelId: ChannelId; readonly runId: SyncRunId }
  | { readonly job: "orders.look-back"; readonly channelId: ChannelId; readonly runId: SyncRunId }
  | { readonly job: "orders.validate"; readonly orderIds: ReadonlyArray<OrderId> }
  | { readonly job: "orders.process"; readonly orderIds: ReadonlyArray<OrderId>; readonly actor: string }
  | {
      readonly job: "purchase-orders.send"
      readonly supplierId: SupplierId
      readonly intentIds: ReadonlyArray<DispatchIntentId>
    }
  | { readonly job: "shipments.receive"; readonly supplierId: SupplierId; readonly runId: SyncRunId }
  | {
      readonly job: "fulfillments.push"
      readonly channelId: ChannelId
      readonly fulfillmentIds: ReadonlyArray<FulfillmentId>
    }
  | { readonly job: "fulfillments.sweep"; readonly channelId: ChannelId; readonly runId: SyncRunId }
  /** null: a job for each enabled account. */
  | { readonly job: "inventory.push"; readonly channelId: ChannelId }
  | { readonly job: "inventory.sweep"; readonly channelId: ChannelId; readonly runId: SyncRunId }
  | {
      readonly job: "tracking.poll"
      readonly accountId: CarrierAccountId | null
      /** Its own run; without one it counts for the run that is going on, or begins one. */
      readonly runId?: SyncRunId | null
    }
  | { readonly job: "work.sweep" }
  | { readonly job: "alerts.send" }

export type JobName = JobRequest["job"]

/** How many orders (intents, fulfillments) travel in one job. */
export const batchSize = 100

export const inBatches = <A>(
  items: ReadonlyArray<A>,
  size: number = batchSize
): ReadonlyArray<ReadonlyArray<A>> => {
  const batches: Array<ReadonlyArray<A>> = []
  for (let i = 0; i < items.length; i += size) batches.push(items.slice(i, i + size))
  return batches
}
