import * as Effect from "effect/Effect"
import type { Step } from "./advance.ts"
import type { Supplier } from "./model/supplier.ts"
import type { IncomingFile } from "./model/supplier-answer.ts"
import type { SyncRunId } from "./model/sync-run.ts"
import { now } from "./ports/clock.ts"
import { EdiInterchanges } from "./ports/edi-interchanges.ts"
import { StoreFailure } from "./ports/failure.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"

const nothing: Step<void> = { value: undefined, orders: [] }

/**
 * The interchanges of a file, each known from now on, in the transaction that takes what they say: their answer is owed
 * if and only if they were taken.
 */
export const takeInterchanges = Effect.fn("takeInterchanges")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  if (file.interchanges.length === 0) return nothing
  const at = yield* now
  const recorded = yield* (yield* EdiInterchanges).record(supplier.id, file.name, file.interchanges, at)
  // It was new, or the same, when the file was read: another worker took other content under its number meanwhile.
  const other = recorded.find(({ standing }) => standing === "other")
  if (other !== undefined)
    return yield* new StoreFailure({
      reason: "Conflict",
      message: `Interchange ${other.controlNumber} was taken with other content meanwhile; the file is read again.`
    })
  yield* (yield* SyncRunStore).record(
    runId,
    recorded.map(({ controlNumber, standing }) => ({
      reference: `interchange ${controlNumber}`,
      result: standing === "new" ? ("new" as const) : ("unchanged" as const),
      detail:
        standing === "new"
          ? `from ${file.name}`
          : `known already; ${file.name} is archived and not taken again`
    }))
  )
  return nothing
})
