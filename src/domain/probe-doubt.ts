import * as Effect from "effect/Effect"
import { advanceIntents } from "./advance.ts"
import type { ClaimedIntent } from "./model/dispatch-intent.ts"
import { DispatchLedger, type Doubt, type StandingIntent } from "./ports/dispatch-ledger.ts"
import { SupplierStore } from "./ports/supplier-store.ts"
import { SupplierTransports } from "./ports/supplier-transports.ts"

const asClaimed = (
  doubt: Doubt,
  content: Uint8Array,
  purchaseOrderId: ClaimedIntent["purchaseOrderId"]
): ClaimedIntent => ({
  id: doubt.intentId,
  purchaseOrderId,
  orderId: doubt.orderId,
  supplierId: doubt.supplierId,
  number: doubt.number,
  kind: doubt.kind,
  transport: doubt.transport,
  content,
  contentHash: doubt.contentHash,
  identifiers: doubt.identifiers,
  attempt: doubt.attempt,
  markedAttempt: doubt.markedAttempt,
  before: "transmitting",
  doubtedAt: doubt.since
})

/** Asks the supplier about this one send in doubt. What nobody can tell stays in doubt. null: it is settled meanwhile. */
export const probeDoubt = Effect.fn("probeDoubt")(function* ({
  number,
  intentId
}: Pick<StandingIntent, "number" | "intentId">) {
  const ledger = yield* DispatchLedger
  const intent = (yield* ledger.intentsOf(number)).find((i) => i.intentId === intentId)
  if (intent === undefined || intent.state !== "in_doubt") return null
  const supplier = yield* (yield* SupplierStore).get(intent.supplierId)
  if (supplier === null) return null
  const answer = yield* (yield* SupplierTransports).lookUp(
    supplier,
    asClaimed(intent, intent.content, intent.purchaseOrderId)
  )
  const evidence = [{ id: intent.intentId, attempt: intent.attempt, evidence: answer.evidence }]
  const move = [{ id: intent.intentId, attempt: null }]
  if (answer._tag === "Found") yield* advanceIntents("confirm", move, evidence)
  if (answer._tag === "NotSent") yield* advanceIntents("deny", move, evidence)
  return answer
})
