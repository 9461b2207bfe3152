import * as Effect from "effect/Effect"
import { changesBetween } from "./model/activity.ts"
import { supplierFace } from "./model/activity-face.ts"
import { meanwhileText } from "./model/meanwhile.ts"
import type { Supplier } from "./model/supplier.ts"
import { ActivityLog } from "./ports/activity-log.ts"
import { Refusal } from "./ports/failure.ts"
import { SupplierStore } from "./ports/supplier-store.ts"

const mostRead = 50

/** Refuses what was typed over an older look, and names who changed what since. Each change has its version and its note. */
export const refuseOverChanged = Effect.fn("refuseOverChanged")(function* (seen: Supplier) {
  const now = yield* (yield* SupplierStore).get(seen.id)
  if (now === null) return yield* new Refusal({ message: `${seen.name} is not there any more.` })
  const versions = Math.min(mostRead, Math.max(1, now.version - seen.version))
  const rows = yield* (yield* ActivityLog).page(
    { subject: { kind: "supplier", name: now.name } },
    null,
    mostRead
  )
  const done = rows.filter((row) => row.act === "changed" && row.subject.id === seen.id).slice(0, versions)
  const differing = changesBetween(supplierFace(seen), supplierFace(now))
  return yield* new Refusal({
    message: `${meanwhileText(seen.name, done, differing)} Nothing was written: look again, then change it.`
  })
})
