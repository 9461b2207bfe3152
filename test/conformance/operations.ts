import type * as Effect from "effect/Effect"
import { FulfillmentId, type FulfillmentPush } from "../../src/domain/model/fulfillment.ts"
import type { IncomingOrder } from "../../src/domain/model/order.ts"
import type { ChannelError } from "../../src/domain/ports/sales-channels.ts"
import { parcelOf } from "../connectors/channels/lone-connector.ts"
import type { Channels } from "./channel-life.ts"
import type { ChannelWorld } from "./channel-world.ts"

export const tracking = "1Z999AA10123456784"

/** One parcel with everything of an order. */
export const parcelFor = (order: IncomingOrder, more: Partial<FulfillmentPush> = {}): FulfillmentPush =>
  parcelOf({
    id: FulfillmentId(42),
    channelOrderId: order.channelOrderId,
    channelOrderNumber: order.channelOrderNumber,
    trackingNumber: tracking,
    lines: order.lines.map(({ channelLineId, quantity }) => ({ channelLineId, quantity })),
    ...more
  })

export const level = (sku: string, quantity: number, shown: number | null = null) => ({
  sku,
  quantity,
  shown
})

export interface Operation {
  readonly name: string
  readonly use: (channels: Channels) => Effect.Effect<unknown, ChannelError>
}

/** Those that say what they list; channel-listings.test.ts holds that these are they. */
export const listingKinds: ReadonlySet<string> = new Set(["ebay", "medusa", "shopify", "vendure"])

/** Everything that a channel is ever asked for. */
export const operationsOn = (world: ChannelWorld, order: IncomingOrder): ReadonlyArray<Operation> => {
  const { channel } = world
  return [
    { name: "download", use: (c) => c.downloadPage(channel, channel.earliestOrderAt, null) },
    { name: "readOrders", use: (c) => c.readOrders(channel, [order.channelOrderId]) },
    { name: "pushFulfillment", use: (c) => c.pushFulfillment(channel, parcelFor(order)) },
    { name: "uploadInventory", use: (c) => c.uploadInventory(channel, "batch-1", [level("SKU-A", 7)]) },
    { name: "readInventory", use: (c) => c.readInventory(channel, ["SKU-A"]) },
    ...(listingKinds.has(channel.kind)
      ? [{ name: "readListings", use: (c: Channels) => c.readListings(channel, null) }]
      : []),
    { name: "test", use: (c) => c.test(channel) }
  ]
}
