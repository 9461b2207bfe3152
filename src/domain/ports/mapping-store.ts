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
    readonly list: () => Effect.Effect<ReadonlyArray<ShipMethodMapping>, StoreFailure>
  }
>()("switchyard/MappingStore") {}
