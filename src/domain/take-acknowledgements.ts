import * as Effect from "effect/Effect"
import { advanceIntents, type Step } from "./advance.ts"
import { holdEntry } from "./apply-rules.ts"
import { type JudgedAcknowledgement, judgeAcknowledgement, wordsOf } from "./model/acknowledgement.ts"
import type { HistoryEntry } from "./model/history.ts"
import type { JobRequest } from "./model/job-request.ts"
import type { OrderId } from "./model/order.ts"
import type { Supplier } from "./model/supplier.ts"
import type { IncomingAcknowledgement, IncomingFile } from "./model/supplier-answer.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { moveRequests } from "./move-requests.ts"
import { AcknowledgementStore } from "./ports/acknowledgement-store.ts"
import { Actor } from "./ports/actor.ts"
import { AnswerHoldStore } from "./ports/answer-hold-store.ts"
import { now } from "./ports/clock.ts"
import { DispatchLedger } from "./ports/dispatch-ledger.ts"
import { OrderStore } from "./ports/order-store.ts"
import { Quarantine, type QuarantinedInput } from "./ports/quarantine.ts"
import { type StandingPurchaseOrder, SupplierRequestStore } from "./ports/supplier-request-store.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"
import { proveSends } from "./prove-sends.ts"
import { fallBack } from "./reissue-orders.ts"

const source = "acknowledgements"
const longest = 300

type Taken = Extract<JudgedAcknowledgement, { readonly _tag: "Taken" }>

/** What one answer did, for `advance` and for the run's records. */
interface TakenAnswer extends Step<void> {
  readonly result: "accepted" | "rejected" | "unchanged" | "quarantined"
  readonly detail: string
  readonly inputs: ReadonlyArray<QuarantinedInput>
}

const refusedInput = (ack: IncomingAcknowledgement, reason: string): QuarantinedInput => ({
  source,
  place: ack.place,
  reason,
  raw: ack.raw
})

const told = (ack: IncomingAcknowledgement): string =>
  ack.lines
    .map((l) =>
      [l.quantity === null ? l.sku : `${l.quantity} x ${l.sku}`, l.answer.replace("_", " ")].join(" ")
    )
    .join(", ")
    .slice(0, longest)

const answerEntry = (
  supplier: Supplier,
  ack: IncomingAcknowledgement,
  orderId: OrderId,
  number: string
): HistoryEntry => ({
  orderId,
  event: "acknowledged",
  subject: number,
  before: null,
  after: ack.standing,
  detail: {
    supplier: supplier.name,
    reference: ack.reference.slice(0, longest),
    ...(ack.reason === "" ? {} : { reason: ack.reason.slice(0, longest) }),
    ...(ack.lines.length === 0 ? {} : { lines: told(ack) })
  }
})

const evidenceOf = (po: StandingPurchaseOrder, attempt: number, ack: IncomingAcknowledgement) => ({
  id: po.intentId,
  attempt,
  evidence: {
    kind: "answer" as const,
    detail: {
      kind: "acknowledgement",
      standing: ack.standing,
      reference: ack.reference.slice(0, longest),
      place: ack.place.slice(0, longest),
      ...(ack.reason === "" ? {} : { reason: ack.reason.slice(0, longest) })
    }
  }
})

/** The answer is a link of the proof, whether it moves anything or not. */
const keepEvidence = Effect.fn("keepEvidence")(function* (
  po: StandingPurchaseOrder,
  ack: IncomingAcknowledgement
) {
  const ledger = yield* DispatchLedger
  const attempt = (yield* ledger.evidence(po.intentId)).reduce((most, e) => Math.max(most, e.attempt), 0)
  yield* ledger.record([evidenceOf(po, attempt, ack)], yield* Actor, yield* now)
})

const wordsOfAll = (ack: IncomingAcknowledgement): string => {
  const [line] = ack.lines
  return ack.reason !== "" || line === undefined ? wordsOf(ack) : wordsOf(line)
}

/**
 * The supplier takes none of it: the purchase order fails with its words. What we wanted canceled of it is canceled then, and
 * the rest may fall back to another supplier.
 */
const rejectAll = Effect.fn("rejectAll")(function* (
  supplier: Supplier,
  po: StandingPurchaseOrder,
  ack: IncomingAcknowledgement
) {
  const reason = `${supplier.name} rejects it: ${wordsOfAll(ack)}`
  const moved = yield* advanceIntents("reject", [{ id: po.intentId, attempt: null, reason }])
  const requests = (yield* (yield* SupplierRequestStore).of(po.number)).filter((r) => r.about === "cancel")
  const settled = yield* moveRequests({
    event: "accept",
    of: { ids: requests.map((r) => r.id) },
    by: "transport",
    words: reason
  })
  const silenced = requests.flatMap((r) => r.intentId ?? [])
  yield* advanceIntents(
    "withdraw",
    silenced.map((id) => ({ id, attempt: null }))
  )
  const certain = moved.length > 0 && moved.every((m) => m.before !== "in_doubt")
  const fallen = certain ? yield* fallBack(po.orderId) : null
  return {
    orders: settled.orders,
    history: [...settled.history, ...(fallen?.history ?? [])],
    jobs: fallen?.jobs ?? []
  }
})

/** Line by line: what comes later, what is given back, and what a person must see. */
const applyLines = Effect.fn("applyLines")(function* (po: StandingPurchaseOrder, taken: Taken) {
  const at = yield* now
  const findings = taken.findings.map((finding) => ({ orderId: po.orderId, finding }))
  const opened = yield* (yield* AnswerHoldStore).raise(findings, at)
  const history = opened.map(holdEntry)
  const jobs: ReadonlyArray<JobRequest> = []
  if (!taken.outcomes.some((o) => o.rejected > 0) || po.state === "in_doubt") return { history, jobs }
  const fallen = yield* fallBack(po.orderId)
  return { history: [...history, ...(fallen?.history ?? [])], jobs: fallen?.jobs ?? [] }
})

const nothing = (
  result: TakenAnswer["result"],
  detail: string,
  inputs: ReadonlyArray<QuarantinedInput> = []
): TakenAnswer => ({ value: undefined, orders: [], result, detail, inputs })

/** One answer to one purchase order, by file, call or person. Called inside `advance`. */
export const takeAcknowledgement = Effect.fn("takeAcknowledgement")(function* (
  supplier: Supplier,
  ack: IncomingAcknowledgement
) {
  const store = yield* AcknowledgementStore
  const read = () => Effect.map(store.answerable(supplier.id, [ack.purchaseOrderNumber]), (pos) => pos[0])
  const unlocked = yield* read()
  if (unlocked !== undefined) yield* (yield* OrderStore).lock([unlocked.orderId])
  // Read again under the lock: another worker may have taken the same answer.
  const judged = judgeAcknowledgement(ack, unlocked === undefined ? undefined : yield* read())
  if (judged._tag === "Known") return nothing("unchanged", "")
  if (judged._tag === "Refused" || unlocked === undefined) {
    const reason = judged._tag === "Refused" ? judged.reason : ""
    return nothing("quarantined", reason, [refusedInput(ack, reason)])
  }
  const standing = yield* (yield* SupplierRequestStore).standing(unlocked.orderId)
  const po = standing.find((p) => p.purchaseOrderId === unlocked.purchaseOrderId)
  if (po === undefined) return yield* Effect.die(new Error(`${unlocked.number} has no intent`))
  yield* store.record(
    {
      purchaseOrderId: po.purchaseOrderId,
      // A rejection line by line is one all the same: it proves nothing of a later send.
      acknowledgement: judged.isNo ? { ...ack, standing: "rejected" } : ack,
      lines: judged.said
    },
    yield* Actor,
    yield* now
  )
  yield* keepEvidence(po, ack)
  // What is given back is no part of what its proof makes due: a payment is asked for what the supplier takes.
  if (judged.outcomes.length > 0)
    yield* (yield* AcknowledgementStore).apply(po.purchaseOrderId, judged.outcomes)
  // Whoever takes it has it: that ends a doubt.
  if (!judged.isNo) yield* proveSends([po.purchaseOrderId])
  const did = judged.rejectsAll
    ? yield* rejectAll(supplier, po, ack)
    : { orders: [], ...(yield* applyLines(po, judged)) }
  return {
    value: undefined,
    orders: [po.orderId, ...did.orders],
    history: [answerEntry(supplier, ack, po.orderId, po.number), ...did.history],
    jobs: did.jobs,
    result: judged.isNo ? "rejected" : "accepted",
    detail: `${ack.standing}${ack.reason === "" ? "" : `: ${ack.reason.slice(0, longest)}`}`,
    inputs: judged.unknown.map((l) =>
      refusedInput(ack, `${po.number} has no line ${(l.lineId || l.sku).slice(0, longest)}`)
    )
  } satisfies TakenAnswer
})

/** Business answers of one file: what a supplier takes, takes later, changes or refuses. Called inside `advance`. */
export const takeAcknowledgements = Effect.fn("takeAcknowledgements")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  const taken: Array<TakenAnswer> = []
  const records: Array<SyncRecord> = []
  let known = 0
  for (const ack of file.acknowledgements) {
    const answer: TakenAnswer = yield* takeAcknowledgement(supplier, ack)
    taken.push(answer)
    if (answer.result === "unchanged") known += 1
    else
      records.push({
        reference: `acknowledgement of ${ack.purchaseOrderNumber.slice(0, longest)}`,
        result: answer.result,
        detail: answer.detail
      })
  }
  const inputs = taken.flatMap((t) => t.inputs)
  if (inputs.length > 0) yield* (yield* Quarantine).keep({ supplierId: supplier.id }, inputs, yield* now)
  const runs = yield* SyncRunStore
  if (records.length > 0) yield* runs.record(runId, records)
  if (known > 0) yield* runs.addCounts(runId, { unchanged: known })
  return {
    value: undefined,
    orders: [...new Set(taken.flatMap((t) => t.orders))],
    history: taken.flatMap((t) => t.history ?? []),
    jobs: taken.flatMap((t) => t.jobs ?? [])
  } satisfies Step<void>
})
