import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ChannelId } from "../model/sales-channel.ts"
import type { StockGate, StockPushState, StockVerdict } from "../model/stock-push.ts"
import type { StoreFailure } from "./failure.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** One level of a batch, as it was when the batch was written down. */
export interface ToldLevel {
  readonly sku: string
  readonly quantity: number
  readonly version: number
  /** What the channel is believed to show. */
  readonly shown: number | null
  readonly refusals: number
}

/** What becomes of one level of a batch. */
export interface SettledLevel {
  readonly sku: string
  readonly answer: StockVerdict
  readonly reason: string
  /** told: what was told. as it was: nothing was set. A number: that. null: nobody knows, so that it is told anew. */
  readonly shows: "told" | "as it was" | number | null
  /** It (may have) counted as a change of the day. */
  readonly changed: boolean
  /** How long it is left alone; null: not. */
  readonly parkedMs: number | null
  /** Left alone even if a newer version comes. */
  readonly parkedWhole: boolean
  readonly refusals: number
  /** Changed there by somebody else: it showed this instead of that. */
  readonly found: { readonly shown: number; readonly insteadOf: number } | null
}

/** The right to talk to a channel about its stock. Whoever holds an older turn writes nothing. */
export interface PushTurn {
  readonly channelId: ChannelId
  readonly turn: number
  readonly failures: number
  /** A batch of which nobody knows what became: it is settled before anything else is said. */
  readonly unheard: number | null
  /** When all was read back last; a reading that goes on, and after which SKU. */
  readonly readAt: Date | null
  readonly readingSince: Date | null
}

export type PushClaim =
  | { readonly _tag: "Mine"; readonly turn: PushTurn }
  /** Somebody is at it, the channel may still be busy, or it was asked in vain a moment ago. */
  | { readonly _tag: "Later"; readonly afterMs: number; readonly why: string }
  | { readonly _tag: "Kept"; readonly gate: StockGate }

export interface PushWish {
  readonly worker: number
  readonly leaseMs: number
  /** For so long a channel may be busy with the request of a worker that died. */
  readonly quietMs: number
  readonly at: Date
  /** Also when an earlier failure asked to wait: a person wants it now. */
  readonly anyway: boolean
}

export interface BatchWish {
  readonly most: number
  readonly changesADay: number | null
  /** By product and SKU; null: from the first. */
  readonly after: BatchPlace | null
  readonly at: Date
}

export interface BatchPlace {
  readonly productId: number
  readonly sku: string
}

export interface StockBatch {
  /** Its number; null: nothing is due behind `after`. */
  readonly batch: number | null
  readonly levels: ReadonlyArray<ToldLevel>
  readonly last: BatchPlace | null
  /** SKUs that reached the day's limit of changes: they are left for tomorrow. */
  readonly waiting: ReadonlyArray<string>
}

/** What is known of a level that is compared with what the channel shows. */
export interface KnownLevel {
  readonly sku: string
  readonly quantity: number
  readonly shown: number | null
}

/** What a reading says of one SKU, other than what was believed. */
export interface NotedLevel {
  readonly sku: string
  /** null: the channel does not say; it is told anew. */
  readonly shown: number | null
  readonly found: { readonly shown: number; readonly insteadOf: number } | null
}

/** How the push of a channel stands, for those who look. */
export interface PushStanding {
  readonly channelId: ChannelId
  readonly state: StockPushState
  readonly isWorkedOn: boolean
  readonly gate: StockGate | null
  /** Levels to be told, those that wait not counted; counted up to a bound. */
  readonly due: number
  readonly failures: number
  readonly failingSince: Date | null
  readonly failure: string | null
  readonly notBefore: Date | null
  readonly readAt: Date | null
}

/** What is said to channels of the stock: who says it just now, what was said, and what became of it. */
export class StockPushes extends Context.Service<
  StockPushes,
  {
    /**
     * Writes down that these channels (null: all) are owed a push, if anything differs and their Inventory Upload is on.
     * Answers those that were not owed one before: each needs a job.
     */
    readonly wake: (channelIds: ReadonlyArray<ChannelId> | null, at: Date) => Stored<ReadonlyArray<ChannelId>>
    /** The push that was owed begins. What changes from now on is owed anew. */
    readonly forgetWake: (channelId: ChannelId) => Stored<void>
    /** Owed for a while, by then due again, and nobody is at it: their job was lost, or they wait after a failure. */
    readonly owed: (at: Date, limit: number) => Stored<ReadonlyArray<ChannelId>>
    /** When the next one that waits after a failure is due; null: none waits. */
    readonly nextOwed: (at: Date) => Stored<Date | null>
    readonly claim: (channelId: ChannelId, wish: PushWish) => Stored<PushClaim>
    /** The lease lasts longer. False: the turn is over. */
    readonly keep: (turn: PushTurn, leaseMs: number) => Stored<boolean>
    /**
     * Ends the turn. A batch that is still under way is unheard from now on. True: another push is owed and may begin now.
     */
    readonly release: (turn: PushTurn, quietMs: number, at: Date) => Stored<boolean>
    /** Levels whose waiting is over by then; `refused`: also those that the channel refused, a person wants it. */
    readonly unpark: (channelId: ChannelId, at: Date, refused: boolean) => Stored<void>
    /** How many levels are due, counted up to a bound. */
    readonly countDue: (channelId: ChannelId) => Stored<number>
    /** Writes down what is said next, before it is said. null: the turn is over, or the channel may not be told any more. */
    readonly begin: (turn: PushTurn, wish: BatchWish) => Stored<StockBatch | null>
    /** The levels of a batch whose answer was lost. */
    readonly levelsOf: (turn: PushTurn, batch: number) => Stored<ReadonlyArray<ToldLevel>>
    /** Ends a batch. `heard`: the channel answered, so that failures before it are over. False: the turn is over. */
    readonly settle: (
      turn: PushTurn,
      batch: number,
      levels: ReadonlyArray<SettledLevel>,
      heard: boolean,
      at: Date
    ) => Stored<boolean>
    /** The channel failed us. What may be under way is left to end; it is asked again at `notBefore`. */
    readonly lose: (
      turn: PushTurn,
      failure: { readonly why: string; readonly quietMs: number; readonly notBefore: Date; readonly at: Date }
    ) => Stored<void>
    /** Begins to read all back, or goes on. The SKUs behind the last page that was noted; empty: it is at its end. */
    readonly readingPage: (turn: PushTurn, limit: number, at: Date) => Stored<ReadonlyArray<KnownLevel>>
    /** What a page of a reading found; `upTo` null: that was the last. False: the turn is over. */
    readonly noteReading: (
      turn: PushTurn,
      levels: ReadonlyArray<NotedLevel>,
      upTo: string | null,
      at: Date
    ) => Stored<boolean>
    readonly standing: (channelIds: ReadonlyArray<ChannelId> | null) => Stored<ReadonlyArray<PushStanding>>
  }
>()("switchyard/StockPushes") {}
