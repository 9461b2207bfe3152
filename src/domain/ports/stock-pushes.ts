import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ChannelId } from "../model/sales-channel.ts"
import type { StoreFailure } from "./failure.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What is said to channels of the stock: who says it just now, what was said, and what became of it. */
export class StockPushes extends Context.Service<
  StockPushes,
  {
    /**
     * Writes down that these channels (null: all) are owed a push, if anything differs and their Inventory Upload is on.
     * Answers those that were not owed one before: each needs a job.
     */
    readonly wake: (channelIds: ReadonlyArray<ChannelId> | null, at: Date) => Stored<ReadonlyArray<ChannelId>>
  }
>()("switchyard/StockPushes") {}
