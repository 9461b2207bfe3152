import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import type { FeedRow } from "../model/incoming-feed.ts"
import type { Supplier } from "../model/supplier.ts"
import { type IncomingDocument, incomingFile } from "../model/supplier-answer.ts"
import type { SyncRunId } from "../model/sync-run.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { FeedStore } from "../ports/feed-store.ts"
import { SyncBoard } from "../ports/sync-board.ts"
import { SyncRunStore } from "../ports/sync-run-store.ts"
import { takeInventory } from "../take-feeds.ts"

const recordsShown = 20

/** What a person types is what there is at that moment, and each time it is another word. */
const documentOf = (file: string, rows: ReadonlyArray<FeedRow>, runId: SyncRunId): IncomingDocument => ({
  kind: "inventory",
  reference: `${file} by hand, run ${runId}`,
  purchaseOrderNumber: "",
  issuedAt: null,
  inventory: rows.map((row) => ({ ...row, place: file })),
  raw: ""
})

/**
 * A supplier's stock as somebody typed it, taken as its files are: a run of its own in the history, SKUs that are not ours counted,
 * and held for a person where too much is missing beside the last feed.
 */
export const importStock = Effect.fn("importStock")(function* (
  supplier: Supplier,
  name: string,
  rows: ReadonlyArray<FeedRow>
) {
  const runs = yield* SyncRunStore
  const runId = yield* runs.start("tracking", { supplierId: supplier.id }, "demand", yield* now)
  if (runId === null)
    return yield* new Refusal({
      message: `Files of ${supplier.name} are being read just now. Try again when that has ended: switchyard sync status`
    })
  const file = incomingFile(name, { documents: [documentOf(name, rows, runId)] })
  const outcome = yield* Effect.result(advance(takeInventory(supplier, file, runId)))
  yield* runs.finish(runId, outcome._tag === "Failure" ? outcome.failure.message : null, yield* now)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
  if (outcome._tag === "Failure") return yield* outcome.failure
  const records = yield* (yield* SyncBoard).records(runId, recordsShown)
  const recent = yield* (yield* FeedStore).list(null, null, recordsShown)
  const feed = recent.find((f) => f.supplierId === supplier.id && f.file === name) ?? null
  return { runId, records, feed }
})
