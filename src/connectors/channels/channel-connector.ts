import type * as Effect from "effect/Effect"
import type { FulfillmentPush } from "../../domain/model/fulfillment.ts"
import type { IncomingOrder } from "../../domain/model/order.ts"
import type { SalesChannel } from "../../domain/model/sales-channel.ts"
import type {
  ChannelError,
  ChannelKind,
  ListingPage,
  OrderPage,
  PushAnswer,
  ShownStock,
  StockAnswer,
  StockLevel
} from "../../domain/ports/sales-channels.ts"

/** One row of the channel table: what a kind of channel is, and how to talk to it. */
export interface ChannelConnector {
  readonly kind: ChannelKind
  readonly downloadPage: (
    channel: SalesChannel,
    since: Date,
    cursor: string | null
  ) => Effect.Effect<OrderPage, ChannelError>
  readonly readOrders: (
    channel: SalesChannel,
    channelOrderIds: ReadonlyArray<string>
  ) => Effect.Effect<ReadonlyArray<IncomingOrder>, ChannelError>
  readonly pushFulfillment: (
    channel: SalesChannel,
    push: FulfillmentPush
  ) => Effect.Effect<PushAnswer, ChannelError>
  readonly uploadInventory: (
    channel: SalesChannel,
    key: string,
    levels: ReadonlyArray<StockLevel>
  ) => Effect.Effect<ReadonlyArray<StockAnswer>, ChannelError>
  readonly readInventory: (
    channel: SalesChannel,
    skus: ReadonlyArray<string>
  ) => Effect.Effect<ReadonlyArray<ShownStock>, ChannelError>
  /** Exactly where `kind.capabilities.listings` is said. */
  readonly readListings?: (
    channel: SalesChannel,
    cursor: string | null
  ) => Effect.Effect<ListingPage, ChannelError>
  readonly test: (channel: SalesChannel) => Effect.Effect<ReadonlyArray<string>, ChannelError>
  readonly placeTestOrder: (channel: SalesChannel) => Effect.Effect<string | null, ChannelError>
}
