import * as Effect from "effect/Effect"
import { advanceIntents, type Step } from "./advance.ts"
import type { HistoryEntry } from "./model/history.ts"
import type { OrderId } from "./model/order.ts"
import type { Supplier } from "./model/supplier.ts"
import type { IncomingFile, IncomingRequestAnswer } from "./model/supplier-answer.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { moveRequests } from "./move-requests.ts"
import { now } from "./ports/clock.ts"
import { DispatchLedger } from "./ports/dispatch-ledger.ts"
import { OrderStore } from "./ports/order-store.ts"
import { Quarantine } from "./ports/quarantine.ts"
import { type SupplierRequest, SupplierRequestStore } from "./ports/supplier-request-store.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"

const source = "request answers"
const longest = 300

const settledAs = { accepted: "accepted", rejected: "refused" } as const

const isOpen = (r: SupplierRequest): boolean => r.state === "requested" || r.state === "communicated"

/** Whoever answers a message has it, also where we never learned that it arrived. */
const proveMessage = Effect.fn("proveMessage")(function* (
  request: SupplierRequest,
  answer: IncomingRequestAnswer
) {
  if (request.intentId === null || request.intentState !== "in_doubt") return
  const evidence = {
    kind: "answer" as const,
    detail: {
      kind: `${answer.about} answer`,
      standing: answer.standing,
      place: answer.place.slice(0, longest)
    }
  }
  const attempt = (yield* (yield* DispatchLedger).evidence(request.intentId)).reduce(
    (most, e) => Math.max(most, e.attempt),
    0
  )
  yield* advanceIntents(
    "confirm",
    [{ id: request.intentId, attempt: null }],
    [{ id: request.intentId, attempt, evidence }]
  )
})

export interface AnsweredRequest {
  /** unchanged: it was said before. quarantined: it answers nothing that we asked. */
  readonly result: "accepted" | "rejected" | "unchanged" | "quarantined"
  readonly orders: ReadonlyArray<OrderId>
  readonly history: ReadonlyArray<HistoryEntry>
  readonly reason: string
}

const unmoved = (result: AnsweredRequest["result"], reason: string): AnsweredRequest => ({
  result,
  orders: [],
  history: [],
  reason
})

/** The supplier's word to the oldest request that waits for it. Called inside `advance`. */
export const takeRequestAnswer = Effect.fn("takeRequestAnswer")(function* (
  supplier: Supplier,
  answer: IncomingRequestAnswer,
  by: string
) {
  const store = yield* SupplierRequestStore
  const mine = (requests: ReadonlyArray<SupplierRequest>) =>
    requests.filter((r) => r.supplierId === supplier.id && r.about === answer.about)
  const [any] = mine(yield* store.of(answer.purchaseOrderNumber))
  if (any !== undefined) yield* (yield* OrderStore).lock([any.orderId])
  const requests = any === undefined ? [] : mine(yield* store.of(answer.purchaseOrderNumber))
  const request = requests.find(isOpen)
  if (request === undefined) {
    if (requests.at(-1)?.state === settledAs[answer.standing]) return unmoved("unchanged", "")
    const number = answer.purchaseOrderNumber.slice(0, longest)
    return unmoved(
      "quarantined",
      `nobody waits for an answer about a ${answer.about} of ${number}; it said ${answer.standing}`
    )
  }
  yield* proveMessage(request, answer)
  const { orders, history } = yield* moveRequests({
    event: answer.standing === "accepted" ? "accept" : "refuse",
    of: { ids: [request.id] },
    by,
    words: answer.reason.slice(0, longest)
  })
  // Whoever has answered need not be told any more.
  if (request.intentId !== null && request.intentState === "planned")
    yield* advanceIntents("withdraw", [{ id: request.intentId, attempt: null }])
  return { result: answer.standing, orders, history, reason: answer.reason } satisfies AnsweredRequest
})

/** What a supplier says to requests to cancel or to change. Called inside `advance`. */
export const takeRequestAnswers = Effect.fn("takeRequestAnswers")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  const runs = yield* SyncRunStore
  const quarantine = yield* Quarantine
  const taken: Array<AnsweredRequest> = []
  const records: Array<SyncRecord> = []
  for (const answer of file.requestAnswers) {
    const did: AnsweredRequest = yield* takeRequestAnswer(supplier, answer, "transport")
    taken.push(did)
    if (did.result === "unchanged") {
      yield* runs.addCounts(runId, { unchanged: 1 })
      continue
    }
    const reference = `${answer.about} of ${answer.purchaseOrderNumber.slice(0, longest)}`
    records.push({ reference, result: did.result, detail: did.reason.slice(0, longest) })
    if (did.result !== "quarantined") continue
    const { place, raw } = answer
    yield* quarantine.keep(
      { supplierId: supplier.id },
      [{ source, place, reason: did.reason, raw }],
      yield* now
    )
  }
  if (records.length > 0) yield* runs.record(runId, records)
  return {
    value: undefined,
    orders: [...new Set(taken.flatMap((t) => t.orders))],
    history: taken.flatMap((t) => t.history)
  } satisfies Step<void>
})
