import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ChannelId } from "../model/sales-channel.ts"
import type { Oversold, StockRisk } from "../model/stock-risk.ts"
import type { StoreFailure } from "./failure.ts"

export interface OversoldChannel {
  readonly channelId: ChannelId
  readonly channel: string
  /** Whether it is told of stock at all: its service is on. */
  readonly uploads: boolean
  /** Why it could not be told, the last times; null: nothing failed, it is on its way. */
  readonly failure: string | null
  readonly failingSince: Date | null
  /** All of them; `rows` are those with the most pieces. */
  readonly skus: number
  readonly rows: ReadonlyArray<Oversold>
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What is wanted and not there, and what is shown and not there. */
export class StockRisks extends Context.Service<
  StockRisks,
  {
    /** Products that somebody wants or wanted in the last days and of which there is a word; at most so many, the most wanted. */
    readonly risks: (limit: number, at: Date) => Stored<ReadonlyArray<StockRisk>>
    /** Of each channel at most so many rows. */
    readonly oversold: (channelId: ChannelId | null, limit: number) => Stored<ReadonlyArray<OversoldChannel>>
  }
>()("switchyard/StockRisks") {}
