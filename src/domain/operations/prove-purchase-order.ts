import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import { dispatchKey } from "../model/purchase-order.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger, type EvidenceRow, type RecordedIntent } from "../ports/dispatch-ledger.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderBoard, type ShipmentRow } from "../ports/order-board.ts"
import { SupplierReceipts } from "../ports/supplier-receipts.ts"

/** broken: what is recorded contradicts itself. missing: it has not happened, or nobody recorded it. */
export type ProofVerdict = "holds" | "broken" | "missing"

export interface ProofLink {
  readonly link: "intent" | EvidenceRow["kind"] | "arrival" | "receipt" | "shipment" | "fulfillment"
  readonly verdict: ProofVerdict
  readonly at: Date | null
  readonly actor: string
  /** What the link says, or what is wrong with it. */
  readonly says: string
}

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
  const key = dispatchKey(intent.supplierId, intent.number, intent.revision)
  return key === intent.key ? null : `its key is ${intent.key}, but it would have to be ${key}`
}

const intentLink = (intent: RecordedIntent): ProofLink => {
  const fault = intentFault(intent)
  return {
    link: "intent",
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

/** A person's word may also be that it did not arrive. */
const isProof = (e: EvidenceRow): boolean => proofs.includes(e.kind) && e.detail.arrived !== false

const step = (link: ProofLink["link"], verdict: ProofVerdict, says: string): ProofLink => ({
  link,
  verdict,
  at: null,
  actor: "",
  says
})

/** What the intent's state claims has to rest on something that was recorded. */
const arrivalLink = (intent: RecordedIntent, evidence: ReadonlyArray<EvidenceRow>): ProofLink => {
  if (intent.state !== "sent") return step("arrival", "missing", `it is ${intent.state.replace("_", " ")}`)
  const proof = evidence.findLast(isProof)
  return proof === undefined
    ? step("arrival", "broken", "it counts as sent, but no receipt, look-up or person says so")
    : {
        ...step("arrival", "holds", `proved by ${proof.kind.replace("_", " ")}`),
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
    step("receipt", "missing", `overdue since ${day} UTC: nobody at the supplier says that it was read`)
  ]
})

const fulfillmentLink = (s: ShipmentRow): ProofLink => {
  const why = s.fulfillmentReason === null ? "" : `: ${s.fulfillmentReason}`
  const done = s.fulfillment === "accepted" || s.fulfillment === "not_applicable"
  const says = `${s.trackingNumber} ${(s.fulfillment ?? "not due").replace("_", " ")}${why}`
  return step("fulfillment", done ? "holds" : "missing", says)
}

const shipmentLinks = (s: ShipmentRow): ReadonlyArray<ProofLink> => {
  const lines = s.lines.map((l) => `${l.quantity} x ${l.sku}`).join(", ")
  const says = `${s.carrier} ${s.trackingNumber}, ${s.state.replaceAll("_", " ")}: ${lines}`
  return [{ ...step("shipment", "holds", says), at: s.shippedAt }, fulfillmentLink(s)]
}

const worst = (links: ReadonlyArray<ProofLink>): ProofVerdict => {
  if (links.some((l) => l.verdict === "broken")) return "broken"
  return links.some((l) => l.verdict === "missing") ? "missing" : "holds"
}

/** The chain of one purchase order, from the promise to what the channel was told; every hash is computed anew. */
export const provePurchaseOrder = Effect.fn("provePurchaseOrder")(function* (number: string) {
  const ledger = yield* DispatchLedger
  const recorded = yield* ledger.recorded({ number })
  const intent = recorded.at(-1)
  if (intent === undefined) return yield* new Refusal({ message: `There is no purchase order ${number}.` })
  const evidence = yield* ledger.evidence(intent.intentId)
  const detail = yield* (yield* OrderBoard).detail(intent.orderId)
  const shipments = (detail?.shipments ?? []).filter((s) => s.purchaseOrderNumber === number)
  const links: ReadonlyArray<ProofLink> = [
    ...recorded.map(intentLink),
    ...evidence.map(evidenceLink(intent)),
    arrivalLink(intent, evidence),
    ...(yield* receiptLinks(number)),
    ...(shipments.length === 0
      ? [step("shipment", "missing", "no shipment is recorded")]
      : shipments.flatMap(shipmentLinks))
  ]
  return { intent, verdict: worst(links), links } satisfies PurchaseOrderProof
})
