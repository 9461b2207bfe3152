import * as Effect from "effect/Effect"
import type { Step } from "./advance.ts"
import type { Supplier } from "./model/supplier.ts"
import type { IncomingDocument, IncomingFile } from "./model/supplier-answer.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { now } from "./ports/clock.ts"
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

/** Invoices are kept as they came; who uses them reads them there. Called inside `advance`. */
export const takeDocuments = Effect.fn("takeDocuments")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  const invoices = file.documents.filter((d) => d.kind === "invoice")
  if (invoices.length === 0) return nothing
  const at = yield* now
  const kept = yield* (yield* SupplierDocuments).keep(supplier.id, file.name, invoices, at)
  const inputs = differing(invoices, kept, file)
  if (inputs.length > 0) yield* (yield* Quarantine).keep({ supplierId: supplier.id }, inputs, at)
  yield* (yield* SyncRunStore).record(
    runId,
    kept.map((one) => recordOf(one, file))
  )
  return nothing
})
