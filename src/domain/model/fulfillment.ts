import type * as Brand from "effect/Brand"
import type { Lifecycle } from "./lifecycle.ts"
import type { OrderId } from "./order.ts"
import type { ChannelId } from "./sales-channel.ts"

export type FulfillmentId = number & Brand.Brand<"FulfillmentId">
export const FulfillmentId = (n: number): FulfillmentId => n as FulfillmentId

export type FulfillmentState = "due" | "pushing" | "accepted" | "rejected" | "not_applicable"
export type FulfillmentEvent = "claim" | "accept" | "reject" | "release" | "skip" | "retry"

export const fulfillmentLife: Lifecycle<FulfillmentState, FulfillmentEvent> = {
  due: {
    means: "the shipment is recorded and the channel has not been told",
    mover: "worker, push-fulfillment (waits while the channel's Shipment Upload is off)",
    on: { claim: "pushing", skip: "not_applicable" }
  },
  pushing: {
    means: "a worker holds the lease and talks to the channel; a repeat looks up first",
    mover: "worker, push-fulfillment",
    on: { claim: "pushing", accept: "accepted", reject: "rejected", release: "due", skip: "not_applicable" }
  },
  accepted: { means: "the channel has it", mover: "-", on: {} },
  rejected: {
    means: "the channel refused it and said why",
    mover: "a person",
    on: { retry: "due", skip: "not_applicable" }
  },
  not_applicable: {
    means: "this channel cannot be told, which is recorded with the reason",
    mover: "-",
    on: {}
  }
}

/**
 * For so long a channel may still be busy with a request whose sender has died or was not answered. Before that a look at the
 * channel proves nothing, and nobody repeats the push.
 */
export const pushQuietMs = 5_000

/** What we tell the channel about one parcel (by the policy `all`: about all of them), in the channel's own ids. */
export interface FulfillmentPush {
  readonly id: FulfillmentId
  readonly orderId: OrderId
  readonly channelId: ChannelId
  readonly channelOrderId: string
  readonly channelOrderNumber: string
  readonly carrier: string
  readonly service: string
  readonly trackingNumber: string
  /** Policy `all`: the other parcels that this push speaks for, too. */
  readonly furtherTracking: ReadonlyArray<string>
  /** Policies `first` and `all`: the parcel under which the channel was told of this order already. */
  readonly toldUnder: string | null
  readonly notifyCustomer: boolean
  readonly attempt: number
  /** How often it was tried in vain until now, deaths of workers not counted. */
  readonly failures: number
  readonly lines: ReadonlyArray<{ readonly channelLineId: string; readonly quantity: number }>
}
