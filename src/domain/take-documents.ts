import * as Effect from "effect/Effect"
import type { Step } from "./advance.ts"
import { feedDrop, feedSize } from "./model/feed-guard.ts"
import type { Supplier } from "./model/supplier.ts"
import type { IncomingDocument, IncomingFile } from "./model/supplier-answer.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { Catalog } from "./ports/catalog.ts"
import { now } from "./ports/clock.ts"
import { FeedStore } from "./ports/feed-store.ts"
import { Quarantine, type QuarantinedInput } from "./ports/quarantine.ts"
import { type KeptDocument, SupplierDocuments } from "./ports/supplier-documents.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"

const source = "documents"
const nothing: Step<void> = { value: undefined, orders: [] }

const nameOf = (d: KeptDocument): string => `${d.kind} ${d.reference}`

const recordOf = (kept: KeptDocument, file: IncomingFile): SyncRecord => {
  const reference = nameOf(kept)
  switch (kept.standing) {
    case "new":
      return { reference, result: "new", detail: `kept from ${file.name}` }
    case "stale":
      return {
        reference,
        result: "skipped",
        detail: `kept and not used: a newer ${kept.kind} was read before`
      }
    case "known":
      return { reference, result: "unchanged", detail: `known already (${file.name})` }
    case "other":
      return { reference, result: "quarantined", detail: otherReason(kept) }
  }
}

const otherReason = (kept: KeptDocument): string =>
  `${nameOf(kept)} was kept before with other content, and stays as it was. Ask the supplier which one counts.`

const differing = (
  documents: ReadonlyArray<IncomingDocument>,
  kept: ReadonlyArray<KeptDocument>,
  file: IncomingFile
): ReadonlyArray<QuarantinedInput> =>
  kept.flatMap((one, at) =>
    one.standing === "other"
      ? [
          {
            source,
            place: `${file.name}, ${nameOf(one)}`,
            reason: otherReason(one),
            raw: documents[at]?.raw ?? ""
          }
        ]
      : []
  )

/** A new word about stock is used, unless too much is missing beside the last one: then a person decides. */
const takeFeed = Effect.fn("takeFeed")(function* (supplier: Supplier, document: IncomingDocument, at: Date) {
  const feeds = yield* FeedStore
  const before = yield* feeds.lastTaken(supplier.id, document.reference)
  const drop = feedDrop(before === null ? null : feedSize(before), feedSize(document.inventory))
  if (drop !== null) {
    yield* feeds.hold(supplier.id, document.reference)
    return drop
  }
  const words = document.inventory.map((row) => ({
    supplierSku: row.sku,
    warehouse: row.warehouse,
    quantity: row.quantity
  }))
  if (words.length > 0) yield* (yield* Catalog).saveStock(supplier.id, words, document.issuedAt ?? at)
  return null
})

/** Which feeds of a file wait for a person, and why. */
const takeStock = Effect.fn("takeStock")(function* (
  supplier: Supplier,
  file: IncomingFile,
  kept: ReadonlyArray<KeptDocument>,
  at: Date
) {
  const held: Array<SyncRecord> = []
  for (const [index, document] of file.documents.entries()) {
    if (document.kind !== "inventory" || kept[index]?.standing !== "new") continue
    const drop = yield* takeFeed(supplier, document, at)
    if (drop === null) continue
    const detail = `held, not used: ${drop}. Look at it and let it in: switchyard inventory feeds --state held`
    held.push({ reference: `inventory ${document.reference}`, result: "skipped", detail })
  }
  return held
})

/** Invoices and inventory are kept as they came; who uses them reads them there. Called inside `advance`. */
export const takeDocuments = Effect.fn("takeDocuments")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  if (file.documents.length === 0) return nothing
  const at = yield* now
  const kept = yield* (yield* SupplierDocuments).keep(supplier.id, file.name, file.documents, at)
  const held = yield* takeStock(supplier, file, kept, at)
  const inputs = differing(file.documents, kept, file)
  if (inputs.length > 0) yield* (yield* Quarantine).keep({ supplierId: supplier.id }, inputs, at)
  yield* (yield* SyncRunStore).record(
    runId,
    kept.map((one) => held.find((h) => h.reference === nameOf(one)) ?? recordOf(one, file))
  )
  return nothing
})
