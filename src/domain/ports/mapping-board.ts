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

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What the channels' words mean, who said so, and which orders wait for an answer. It reads and changes nothing. */
export class MappingBoard extends Context.Service<
  MappingBoard,
  {
    readonly methods: (at: Date) => Stored<ReadonlyArray<MethodLine>>
    /** By channel and SKU, those that hold the term in one of their words; "": all. */
    readonly skus: (term: string, at: Date, limit: number) => Stored<ReadonlyArray<SkuLine>>
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
