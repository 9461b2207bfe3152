import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ChannelId } from "../model/sales-channel.ts"
import type { StoreFailure } from "./failure.ts"

export class CursorStore extends Context.Service<
  CursorStore,
  {
    /** The time up to which we are sure to have read, by the channel's clock; null before the first pull. */
    readonly watermark: (channelId: ChannelId) => Effect.Effect<Date | null, StoreFailure>
    /** Moves forward only; called in the transaction of the rows. */
    readonly advanceTo: (channelId: ChannelId, watermark: Date, at: Date) => Effect.Effect<void, StoreFailure>
  }
>()("switchyard/CursorStore") {}
