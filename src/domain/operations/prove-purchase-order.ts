import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import { provesNothing } from "../model/dispatch-intent.ts"
import { buyerOfPage, maskKnown } from "../model/personal.ts"
import { type ProofLink, type ProofVerdict, proofStep } from "../model/proof.ts"
import { dispatchKey } from "../model/purchase-order.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger, type EvidenceRow, type RecordedIntent } from "../ports/dispatch-ledger.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderBoard, type ShipmentRow } from "../ports/order-board.ts"
import { SupplierReceipts } from "../ports/supplier-receipts.ts"
import { answerLinks } from "../prove-answers.ts"

export type { ProofLink, ProofVerdict } from "../model/proof.ts"

export interface PurchaseOrderProof {
  readonly intent: RecordedIntent
  readonly verdict: ProofVerdict
  readonly links: ReadonlyArray<ProofLink>
}

const hashOf = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex")

const intentFault = (intent: RecordedIntent): string | null => {
  const hash = hashOf(intent.content)
  if (hash !== intent.contentHash)
    return `its bytes have sha256 ${hash}, but the intent was written with ${intent.contentHash}`
  const order = dispatchKey(intent.supplierId, intent.number, intent.revision)
  const key = intent.kind === "order" ? order : `${order}/${intent.kind}/`
  const isOwn = intent.kind === "order" ? key === intent.key : intent.key.startsWith(key)
  return isOwn ? null : `its key is ${intent.key}, but it would have to be ${key}`
}

const intentLink = (intent: RecordedIntent): ProofLink => {
  const fault = intentFault(intent)
  return {
    link: intent.kind === "order" ? "intent" : intent.kind,
    verdict: fault === null ? "holds" : "broken",
    at: intent.createdAt,
    actor: intent.createdBy,
    says: fault ?? `${intent.content.length} bytes, sha256 ${intent.contentHash}, key ${intent.key}`
  }
}

/** Evidence is append-only and names the bytes by their hash where the transport can: that must be the intent's. */
const evidenceLink =
  (intent: RecordedIntent) =>
  (row: EvidenceRow): ProofLink => {
    const { sha256, ...rest } = row.detail
    const told = Object.entries(rest).map(([name, value]) => `${name}=${value}`)
    const differs = sha256 !== undefined && sha256 !== intent.contentHash
    const hash = sha256 === undefined ? "it names no sha256" : "its sha256 is the intent's"
    return {
      link: row.kind,
      verdict: differs ? "broken" : "holds",
      at: row.at,
      actor: row.actor,
      says: differs
        ? `it names sha256 ${sha256}, but the intent says ${intent.contentHash}`
        : [`attempt ${row.attempt}`, ...told, hash].join(", ")
    }
  }

const proofs: ReadonlyArray<EvidenceRow["kind"]> = ["transport_receipt", "look_up", "answer", "person"]

const isProof = (e: EvidenceRow): boolean => proofs.includes(e.kind) && !provesNothing(e)

/** What the intent's state claims has to rest on something that was recorded. */
const arrivalLink = (intent: RecordedIntent, evidence: ReadonlyArray<EvidenceRow>): ProofLink => {
  if (intent.state !== "sent")
    return proofStep("arrival", "missing", `it is ${intent.state.replace("_", " ")}`)
  const proof = evidence.findLast(isProof)
  return proof === undefined
    ? proofStep("arrival", "broken", "it counts as sent, but no receipt, look-up or person says so")
    : {
        ...proofStep("arrival", "holds", `proved by ${proof.kind.replace("_", " ")}`),
        at: proof.at,
        actor: proof.actor
      }
}

/** A machine's word that it could read the message was promised for a time that is past. Nothing is sent again for that. */
const receiptLinks = Effect.fn("receiptLinks")(function* (number: string) {
  const due = yield* (yield* SupplierReceipts).overdueSince(number, yield* now)
  if (due === null) return []
  const day = due.toISOString().slice(0, 16).replace("T", " ")
  return [
    proofStep("receipt", "missing", `overdue since ${day} UTC: nobody at the supplier says that it was read`)
  ]
})

const fulfillmentLink = (s: ShipmentRow): ProofLink => {
  const why = s.fulfillmentReason === null ? "" : `: ${s.fulfillmentReason}`
  const done = s.fulfillment === "accepted" || s.fulfillment === "not_applicable"
  const says = `${s.trackingNumber} ${(s.fulfillment ?? "not due").replace("_", " ")}${why}`
  return proofStep("fulfillment", done ? "holds" : "missing", says)
}

const shipmentLinks = (s: ShipmentRow): ReadonlyArray<ProofLink> => {
  const lines = s.lines.map((l) => `${l.quantity} x ${l.sku}`).join(", ")
  const says = `${s.carrier} ${s.trackingNumber}, ${s.state.replaceAll("_", " ")}: ${lines}`
  return [{ ...proofStep("shipment", "holds", says), at: s.shippedAt }, fulfillmentLink(s)]
}

/** A cancel, a change, an authorization: its bytes, and what is known of their way. */
const messageLinks = Effect.fn("messageLinks")(function* (message: RecordedIntent) {
  const evidence = yield* (yield* DispatchLedger).evidence(message.intentId)
  const links = [intentLink(message), ...evidence.map(evidenceLink(message))]
  return message.state === "withdrawn" ? links : [...links, arrivalLink(message, evidence)]
})

const worst = (links: ReadonlyArray<ProofLink>): ProofVerdict => {
  if (links.some((l) => l.verdict === "broken")) return "broken"
  return links.some((l) => l.verdict === "missing") ? "missing" : "holds"
}

/** The chain of one purchase order, from the promise to what the channel was told; every hash is computed anew. */
export const provePurchaseOrder = Effect.fn("provePurchaseOrder")(function* (number: string) {
  const ledger = yield* DispatchLedger
  const recorded = yield* ledger.recorded({ number })
  const intent = recorded.findLast((r) => r.kind === "order")
  if (intent === undefined) return yield* new Refusal({ message: `There is no purchase order ${number}.` })
  const evidence = yield* ledger.evidence(intent.intentId)
  const messages = recorded.filter((r) => r.kind !== "order")
  const detail = yield* (yield* OrderBoard).unmasked(intent.orderId)
  const clean = detail === null ? (text: string) => text : maskKnown(buyerOfPage(detail))
  const shipments = (detail?.shipments ?? []).filter((s) => s.purchaseOrderNumber === number)
  const links: ReadonlyArray<ProofLink> = [
    ...recorded.filter((r) => r.kind === "order").map(intentLink),
    ...evidence.map(evidenceLink(intent)),
    arrivalLink(intent, evidence),
    ...(yield* receiptLinks(number)),
    ...(yield* answerLinks(number)),
    ...(yield* Effect.forEach(messages, messageLinks)).flat(),
    ...(shipments.length === 0
      ? [proofStep("shipment", "missing", "no shipment is recorded")]
      : shipments.flatMap(shipmentLinks))
  ]
  // What others said is told without the buyer: after the hashes, which are of the words as they came.
  const told = links.map((link) => ({ ...link, says: clean(link.says) }))
  return { intent, verdict: worst(links), links: told } satisfies PurchaseOrderProof
})
