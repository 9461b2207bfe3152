import * as Effect from "effect/Effect"
import { advance, type Step } from "../advance.ts"
import type { Supplier, SupplierId } from "../model/supplier.ts"
import type { IncomingFile } from "../model/supplier-answer.ts"
import type { SyncRunId } from "../model/sync-run.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { crashPoint } from "../ports/crash-point.ts"
import { TransportFailure } from "../ports/failure.ts"
import { Quarantine } from "../ports/quarantine.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { SupplierTransports } from "../ports/supplier-transports.ts"
import { SyncRunStore } from "../ports/sync-run-store.ts"
import { recomputeAtOnce } from "../recompute-stock.ts"
import { restRun } from "../rest-run.ts"
import { takeAcknowledgements } from "../take-acknowledgements.ts"
import { takeDocuments } from "../take-documents.ts"
import { takeFeeds, takeInventory, unchangedFeed, unchangedRecord } from "../take-feeds.ts"
import { takeInterchanges } from "../take-interchanges.ts"
import { takeLetters } from "../take-letters.ts"
import { takeReceipts } from "../take-receipts.ts"
import { takeRequestAnswers } from "../take-request-answers.ts"
import { FileWaits, takeShipments } from "../take-shipments.ts"

const nothing: Step<void> = { value: undefined, orders: [] }

const joined = (steps: ReadonlyArray<Step<void>>): Step<void> => ({
  value: undefined,
  orders: [...new Set(steps.flatMap((s) => s.orders))],
  history: steps.flatMap((s) => s.history ?? []),
  jobs: steps.flatMap((s) => s.jobs ?? [])
})

/** What could not be read is kept raw with its place and reason. */
const keepBroken = Effect.fn("keepBroken")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  if (file.broken.length === 0) return nothing
  yield* (yield* Quarantine).keep({ supplierId: supplier.id }, file.broken, yield* now)
  yield* (yield* SyncRunStore).record(
    runId,
    file.broken.map((b) => ({ reference: b.place, result: "quarantined" as const, detail: b.reason }))
  )
  return nothing
})

/** In the order in which they are believed: an answer about the send first, then what left. One row a kind of answer. */
const takers = [
  takeInterchanges,
  takeReceipts,
  takeAcknowledgements,
  takeRequestAnswers,
  takeShipments,
  takeDocuments,
  takeInventory,
  takeLetters,
  keepBroken
]
type Taken = ReturnType<(typeof takers)[number]>
/** The same table as one type, whatever each row fails with and needs. */
const everyTaker: ReadonlyArray<
  (
    supplier: Supplier,
    file: IncomingFile,
    runId: SyncRunId
  ) => Effect.Effect<Step<void>, Effect.Error<Taken>, Effect.Services<Taken>>
> = takers

/** One file in one transaction: all that it says, or nothing of it. */
const takeFile = (supplier: Supplier, file: IncomingFile, runId: SyncRunId) =>
  advance(
    Effect.map(
      Effect.forEach(everyTaker, (take) => take(supplier, file, runId)),
      joined
    )
  )

const numbersOf = (file: IncomingFile): ReadonlyArray<string> => file.rows.map((r) => r.purchaseOrderNumber)

/**
 * Takes a file, unless it has to wait: it stays in its place for the next run, and with it every later file about the same
 * purchase orders, so that nothing overtakes.
 */
const leftForLater = Effect.fn("leftForLater")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId,
  waiting: Set<string>
) {
  const behind = numbersOf(file).some((number) => waiting.has(number))
  const outcome = yield* Effect.result(
    behind
      ? new FileWaits({ message: "an earlier file about the same purchase order waits" })
      : takeFile(supplier, file, runId)
  )
  if (outcome._tag === "Success") return false
  if (outcome.failure._tag !== "FileWaits") return yield* outcome.failure
  for (const number of numbersOf(file)) waiting.add(number)
  const detail = `${outcome.failure.message}. It is left where it is and read again by the next run.`
  yield* (yield* SyncRunStore).record(runId, [{ reference: file.name, result: "skipped", detail }])
  return true
})

/** Brought here first, then taken in one transaction that waits for nobody outside. False: it is not whole, and stays. */
const takeFeedFile = Effect.fn("takeFeedFile")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  const opened = yield* (yield* SupplierTransports).openFeeds(supplier, file.name)
  if (opened === null) return false
  const same = yield* unchangedFeed(supplier, opened)
  const runs = yield* SyncRunStore
  const feeds =
    same === null
      ? takeFeeds(supplier, file.name, opened, runId)
      : Effect.as(runs.record(runId, [unchangedRecord(file.name, same)]), nothing)
  // A mail may bring words for a person besides.
  yield* advance(Effect.map(Effect.all([takeLetters(supplier, file, runId), feeds]), joined))
  return true
}, Effect.scoped)

/** What it says of stock is on its way to the channels before the next file is read. */
const saysStock = ({ isFeed, documents }: IncomingFile): boolean =>
  isFeed || documents.some((d) => d.kind === "inventory")

const receiveAll = Effect.fn("receiveAll")(function* (supplier: Supplier, runId: SyncRunId) {
  const transports = yield* SupplierTransports
  const waiting = new Set<string>()
  for (const file of yield* transports.receive(supplier)) {
    const left = file.isFeed
      ? !(yield* takeFeedFile(supplier, file, runId))
      : yield* leftForLater(supplier, file, runId, waiting)
    if (left) continue
    yield* crashPoint("receive.committed")
    if (saysStock(file)) yield* recomputeAtOnce
    yield* transports.archive(supplier, file.name)
  }
})

/** One run of reading a supplier's answers: shipments per SKU and quantity and all else it says, each file once. */
export const receiveAnswers = Effect.fn("receiveAnswers")(function* (job: {
  readonly supplierId: SupplierId
  readonly runId: SyncRunId
}) {
  const runs = yield* SyncRunStore
  const run = yield* runs.takeUp(job.runId)
  if (run === null) return
  const supplier = yield* (yield* SupplierStore).get(job.supplierId)
  const outcome = yield* Effect.result(
    supplier === null
      ? new TransportFailure({ reason: "Misconfigured", message: "This supplier does not exist any more." })
      : receiveAll(supplier, job.runId)
  )
  if (outcome._tag === "Failure") {
    const { failure } = outcome
    if (failure._tag === "StoreFailure" || (yield* restRun(run, failure))) return yield* failure
  }
  yield* runs.finish(job.runId, outcome._tag === "Failure" ? outcome.failure.message : null, yield* now)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
})
