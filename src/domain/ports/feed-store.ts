import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { FeedSize, FeedState } from "../model/feed-guard.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { IncomingInventoryRow } from "../model/supplier-answer.ts"
import type { StoreFailure } from "./failure.ts"

/** One inventory file of a supplier, and what became of it. */
export interface Feed extends FeedSize {
  readonly id: number
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly file: string
  readonly state: FeedState
  readonly lines: number
  /** SKUs of it that the supplier does not offer us, as of now: once they are, the next feed counts them. */
  readonly unknown: number
  /** The supplier's own time of it. */
  readonly asOf: Date | null
  readonly receivedAt: Date
  readonly settledBy: string | null
  readonly settledAt: Date | null
}

export interface FeedContent extends Feed {
  readonly reference: string
  readonly rows: ReadonlyArray<IncomingInventoryRow>
  readonly unknownSkus: ReadonlyArray<string>
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** The history of suppliers' inventory files. */
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
    /** What the supplier's last used feed said, beside this one; null: it is the first. */
    readonly lastTaken: (
      supplierId: SupplierId,
      besideReference: string
    ) => Stored<ReadonlyArray<IncomingInventoryRow> | null>
    readonly hold: (supplierId: SupplierId, reference: string) => Stored<void>
    /** False: it is not held any more, somebody was faster. */
    readonly settle: (id: number, to: "taken" | "rejected", actor: string, at: Date) => Stored<boolean>
  }
>()("switchyard/FeedStore") {}
