import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ChannelId } from "../model/sales-channel.ts"
import type { ShipMethodMapping } from "../model/ship-method.ts"
import type { StoreFailure } from "./failure.ts"

export class MappingStore extends Context.Service<
  MappingStore,
  {
    /** Mappings that can apply to these method names of a channel: its own and those for every channel. */
    readonly forNames: (
      channelId: ChannelId,
      names: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyArray<ShipMethodMapping>, StoreFailure>
    /** Upserts one mapping by its key (channel or every channel, supplier, exact name). */
    readonly save: (mapping: ShipMethodMapping, actor: string, at: Date) => Effect.Effect<void, StoreFailure>
    /** False: there was none. */
    readonly remove: (key: Omit<ShipMethodMapping, "shipMethodId">) => Effect.Effect<boolean, StoreFailure>
    /** Our own SKU of the product that a channel's SKU is said to be; null: nobody said. */
    readonly productOf: (channelId: ChannelId, sku: string) => Effect.Effect<string | null, StoreFailure>
    readonly saveSku: (
      channelId: ChannelId,
      sku: string,
      product: string,
      actor: string,
      at: Date
    ) => Effect.Effect<"saved" | "no such product", StoreFailure>
    readonly removeSku: (channelId: ChannelId, sku: string) => Effect.Effect<boolean, StoreFailure>
    /** Lines with this SKU, of orders of which nothing was sent, are to be read anew: their product is forgotten. */
    readonly forgetProduct: (channelId: ChannelId, sku: string) => Effect.Effect<void, StoreFailure>
    readonly list: () => Effect.Effect<ReadonlyArray<ShipMethodMapping>, StoreFailure>
  }
>()("switchyard/MappingStore") {}
