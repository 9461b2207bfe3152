import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { FeedChange, FeedSize, FeedState } from "../model/feed-guard.ts"
import type { FeedRow, StagedFeed } from "../model/incoming-feed.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"

/** One inventory feed of a supplier, and what became of it. */
export interface Feed extends FeedSize {
  readonly id: number
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly file: string
  readonly state: FeedState
  readonly lines: number
  /** SKUs of it that the supplier did not offer us when it was read. */
  readonly unknown: number
  /** Levels that it changed, and levels that it names no more; null: it was not used. */
  readonly changed: number | null
  readonly missing: number | null
  /** Those it speaks of; an empty name: it names none. */
  readonly warehouses: ReadonlyArray<string>
  /** The supplier's own time of it. */
  readonly asOf: Date | null
  readonly receivedAt: Date
  /** When the same content was compared with the levels last. */
  readonly checkedAt: Date
  readonly settledBy: string | null
  readonly settledAt: Date | null
  /** Why it was not let in; empty: nobody said. */
  readonly settleReason: string
}

export interface FeedContent extends Feed {
  readonly reference: string
  /** The first of them. */
  readonly unknownSkus: ReadonlyArray<string>
}

/** What is kept of a feed whose rows are staged. */
export interface FeedHead {
  readonly supplierId: SupplierId
  readonly reference: string
  readonly file: string
  readonly contentHash: string
  readonly issuedAt: Date | null
  readonly state: FeedState
}

/** new: it is in the history now. again: it was used before and is once more. known: it was not used, or said otherwise. */
export interface KeptFeed {
  readonly id: number
  readonly standing: "new" | "again" | "known" | "other"
  readonly state: FeedState
}

export interface MergeOrder {
  readonly supplierId: SupplierId
  readonly feedId: number
  readonly asOf: Date
  /** Warehouses of which a newer word was used: theirs stay. */
  readonly besides: ReadonlyArray<string>
  /** Levels that the feed does not name any more: left as they are, or zero. */
  readonly gone: "keep" | "zero"
}

export interface MergedFeed {
  /** Levels that are written; what the supplier says as before is not. */
  readonly changed: number
  readonly missing: number
}

export interface UnchangedFeed {
  readonly id: number
  readonly file: string
  readonly state: FeedState
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** The history of suppliers' feeds, and how one gets in. What stages, keeps and merges is called inside one transaction. */
export class FeedStore extends Context.Service<
  FeedStore,
  {
    /** Newest first; before: the id of the last one of the page before. */
    readonly list: (
      state: FeedState | null,
      before: number | null,
      limit: number
    ) => Stored<ReadonlyArray<Feed>>
    readonly get: (id: number) => Stored<FeedContent | null>
    /**
     * The same content, used last and nothing new since that could make something else of it: no purchase order, no SKU that
     * became known, not longer than a day ago. Or the same content waits for a person. null: it has to be looked into.
     */
    readonly unchanged: (
      supplierId: SupplierId,
      contentHash: string,
      at: Date
    ) => Stored<UnchangedFeed | null>
    /** Nobody else stages or merges a feed of this supplier until the transaction ends. */
    readonly lock: (supplierId: SupplierId) => Stored<void>
    /** Streams rows to where they are merged from. What was staged before is forgotten. */
    readonly stage: (
      supplierId: SupplierId,
      rows: AsyncIterable<ReadonlyArray<FeedRow>>
    ) => Stored<StagedFeed>
    /** As `stage`, of a feed that was held. */
    readonly stageHeld: (supplierId: SupplierId, feedId: number) => Stored<StagedFeed>
    /** What the supplier's last used feed about these warehouses said; null: there is none, or none beside this one. */
    readonly lastTaken: (
      supplierId: SupplierId,
      warehouses: ReadonlyArray<string>,
      besideFeed: number | null
    ) => Stored<FeedSize | null>
    /** Those of the warehouses about which a newer feed than of this time was used. */
    readonly newerThan: (
      supplierId: SupplierId,
      warehouses: ReadonlyArray<string>,
      asOf: Date
    ) => Stored<ReadonlyArray<string>>
    /** Into the history. Of a held one the staged rows are kept. What was held before about no other warehouses is ignored now. */
    readonly keep: (head: FeedHead, staged: StagedFeed, at: Date) => Stored<KeptFeed>
    /** The staged rows become levels: one set-based comparison; what did not change is not touched. */
    readonly merge: (order: MergeOrder) => Stored<MergedFeed>
    /** What a held feed says otherwise than is known, the largest losses first, and how many such there are. */
    readonly changes: (
      feedId: number,
      skip: number,
      limit: number
    ) => Stored<{ readonly changes: ReadonlyArray<FeedChange>; readonly total: number }>
    /** False: it is not held any more, somebody was faster. */
    readonly settle: (
      id: number,
      to: "taken" | "rejected",
      actor: string,
      at: Date,
      reason: string
    ) => Stored<boolean>
    /** The rows of a feed that was settled go. */
    readonly dropRows: (feedId: number) => Stored<void>
  }
>()("switchyard/FeedStore") {}
