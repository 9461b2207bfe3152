import * as Effect from "effect/Effect"
import type { ClaimedIntent } from "../../domain/model/dispatch-intent.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import type { LookUp } from "../../domain/ports/supplier-transports.ts"
import type { RemoteFolders } from "../files/remote-folder.ts"
import { readInbox } from "./edi-inbox.ts"
import type { Answers } from "./edi-placed-set.ts"
import type { EdiProfile } from "./edi-profile.ts"
import { lookUpFile } from "./file-dispatch.ts"
import { foldersOf } from "./folder-settings.ts"

/** Which set of the partner speaks of this message: whoever answers it has it. A 997 that says no has read it as well. */
const spokenOf = (answers: Answers, intent: ClaimedIntent): string | null => {
  const { controlNumber } = intent.identifiers
  if ((answers.receipts ?? []).some((r) => r.identifiers.controlNumber === controlNumber)) return "997"
  if (
    intent.kind === "cancel" &&
    (answers.requestAnswers ?? []).some((a) => a.purchaseOrderNumber === intent.number)
  )
    return "865"
  // An acknowledgement or a parcel is about the order, and proves nothing of what was said after it.
  if (intent.kind !== "order") return null
  if ((answers.acknowledgements ?? []).some((a) => a.purchaseOrderNumber === intent.number)) return "855"
  return (answers.rows ?? []).some((row) => row.purchaseOrderNumber === intent.number) ? "856" : null
}

/** The file first. Where it was collected, an answer that waits in our folder proves it too; it is taken by its own run. */
export const lookUpEdi = Effect.fn("edi.lookUpEdi")(function* (
  folders: RemoteFolders,
  supplier: Supplier,
  intent: ClaimedIntent,
  profile: EdiProfile
) {
  const asked = yield* folders.use(supplier, (remote) =>
    lookUpFile(remote, foldersOf(supplier).inboundFolder, intent)
  )
  if (asked._tag !== "CannotTell") return asked
  for (const { file, read } of yield* readInbox(folders, supplier, profile))
    for (const { answers } of read?.interchanges ?? []) {
      const set = spokenOf(answers, intent)
      if (set === null) continue
      const detail = { ...asked.evidence.detail, seen: `a ${set} about it waits in ${file.name}` }
      return { _tag: "Found", evidence: { kind: "look_up", detail } } satisfies LookUp
    }
  return asked
})
