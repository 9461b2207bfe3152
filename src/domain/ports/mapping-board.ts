import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { OrderId } from "../model/order.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { ShipMethodMapping } from "../model/ship-method.ts"
import type { CauseKey, WaitingCause } from "../model/waiting-cause.ts"
import type { StoreFailure } from "./failure.ts"

/** How often words came in the orders of the last days; `isLeast`: there are more orders than were looked at. */
export interface Used {
  readonly orders: number
  readonly isLeast: boolean
}

/** All names come from outside and are untrusted. */
export interface MethodLine extends ShipMethodMapping {
  /** null: every channel. */
  readonly channel: string | null
  readonly supplier: string
  readonly carrier: string
  readonly method: string
  readonly savedBy: string
  readonly savedAt: Date
  readonly used: Used
}

export interface SkuLine {
  readonly channelId: ChannelId
  readonly channel: string
  readonly sku: string
  /** Our own SKU of the product. */
  readonly product: string
  readonly title: string
  /** null: an older program was told so. */
  readonly savedBy: string | null
  readonly savedAt: Date | null
  readonly used: Used
}

export interface NearProduct {
  readonly sku: string
  readonly title: string
}

/** A name of a type under which channels may be told what of a product is left. */
export interface AliasLine {
  readonly type: string
  readonly alias: string
  readonly product: string
  readonly title: string
  /** Other products that have it: with two of them, neither is told. */
  readonly others: ReadonlyArray<string>
  /** Channels that chose this type, by name. */
  readonly channels: ReadonlyArray<string>
  readonly savedBy: string | null
  readonly savedAt: Date | null
}

/** A product of which a channel is not told, because it has no alias of the type that the channel chose. */
export interface UnnamedLine {
  readonly channel: string
  readonly type: string
  readonly product: string
  readonly title: string
  /** What it is called elsewhere: in this channel's own orders first. */
  readonly known: ReadonlyArray<string>
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What the channels' words mean, who said so, and which orders wait for an answer. It reads and changes nothing. */
export class MappingBoard extends Context.Service<
  MappingBoard,
  {
    readonly methods: (at: Date) => Stored<ReadonlyArray<MethodLine>>
    /** By channel and SKU, those that hold the term in one of their words; "": all. */
    readonly skus: (term: string, at: Date, limit: number) => Stored<ReadonlyArray<SkuLine>>
    /** By type and alias, those that hold the term in one of their words; "": all. What channels call products in orders is none. */
    readonly aliases: (term: string, limit: number, type?: string) => Stored<ReadonlyArray<AliasLine>>
    /** Of the newest products, so many of each channel. */
    readonly unnamed: (limit: number) => Stored<ReadonlyArray<UnnamedLine>>
    /** What orders wait for, the most orders first. */
    readonly causes: () => Stored<ReadonlyArray<WaitingCause>>
    /** Orders that wait for this, oldest first. */
    readonly waitingFor: (cause: CauseKey, limit: number) => Stored<ReadonlyArray<OrderId>>
    /** Orders of which nothing was sent, with this ship method (null: on whatever channel), oldest first. */
    readonly withMethod: (
      channelId: ChannelId | null,
      name: string,
      limit: number
    ) => Stored<ReadonlyArray<OrderId>>
    readonly withSku: (channelId: ChannelId, sku: string, limit: number) => Stored<ReadonlyArray<OrderId>>
    /** The newest orders, whatever became of them. */
    readonly lastOrders: (limit: number) => Stored<ReadonlyArray<OrderId>>
    /** Products with a word like these in SKU or title, those that look most like it first. */
    readonly nearProducts: (words: string, limit: number) => Stored<ReadonlyArray<NearProduct>>
  }
>()("switchyard/MappingBoard") {}
