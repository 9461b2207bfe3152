import type { FeedSize } from "./feed-guard.ts"
import type { IncomingInterchange, UnreadablePiece } from "./supplier-answer.ts"

/** What a supplier says that it has of one of its SKUs, in one warehouse; an empty one: it names none. */
export interface FeedRow {
  readonly sku: string
  readonly warehouse: string
  readonly quantity: number
}

/** Some rows of a feed, in its order, so that no more of it is held at once. */
export interface FeedBatch {
  readonly rows: ReadonlyArray<FeedRow>
  readonly broken: ReadonlyArray<UnreadablePiece>
  /** The newest time that these rows say of themselves. */
  readonly newest: Date | null
}

/** One word of a supplier about its stock, of whatever length. */
export interface IncomingFeed {
  /** The supplier's own identity of it; null: it has none but its file, its content and when it came. */
  readonly reference: string | null
  readonly contentHash: string
  /** The supplier's own time of it, where the feed as a whole says one; else its rows may. */
  readonly issuedAt: Date | null
  /** Read from the beginning at each call, and only from what is on this machine: a transaction waits for it. */
  readonly batches: () => AsyncIterable<FeedBatch>
}

/** A file of feeds, opened: what it says besides its rows is known, and held here. */
export interface OpenedFeeds {
  readonly interchanges: ReadonlyArray<IncomingInterchange>
  readonly feeds: ReadonlyArray<IncomingFeed>
  readonly broken: ReadonlyArray<UnreadablePiece>
}

/** What was counted while a feed's rows were staged. */
export interface StagedFeed extends FeedSize {
  readonly lines: number
  /** SKUs that the supplier does not offer us. */
  readonly unknown: number
  readonly warehouses: ReadonlyArray<string>
}

/** More are a column that was taken for warehouses. */
export const mostWarehouses = 1_000

/** Broken lines of one feed that are kept one by one: a feed that is wrong in every line is one trouble, not thousands. */
export const mostBrokenLines = 100
