import * as Effect from "effect/Effect"
import { advanceIntents, type IntentEvidence, type Step } from "./advance.ts"
import { holdEntry } from "./apply-rules.ts"
import { type Contradiction, contradicted } from "./model/contradicted-receipt.ts"
import type { HistoryEntry } from "./model/history.ts"
import type { Supplier } from "./model/supplier.ts"
import type { IncomingFile, IncomingReceipt } from "./model/supplier-answer.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { Actor } from "./ports/actor.ts"
import { AnswerHoldStore } from "./ports/answer-hold-store.ts"
import { now } from "./ports/clock.ts"
import { DispatchLedger } from "./ports/dispatch-ledger.ts"
import { OrderStore } from "./ports/order-store.ts"
import { Quarantine, type QuarantinedInput } from "./ports/quarantine.ts"
import {
  type ReceiptIntent,
  type ReceiptKey,
  receiptKeys,
  SupplierReceipts
} from "./ports/supplier-receipts.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"

const source = "receipts"
const mostReason = 1000

interface Matched {
  readonly receipt: IncomingReceipt
  readonly intent: ReceiptIntent
}

const keyOf = (receipt: IncomingReceipt): ReceiptKey | undefined =>
  receiptKeys.find((key) => (receipt.identifiers[key] ?? "") !== "")

const carries = (intent: ReceiptIntent, receipt: IncomingReceipt): boolean =>
  Object.entries(receipt.identifiers).every(([name, value]) => intent.identifiers[name] === value)

const findIntents = Effect.fn("findIntents")(function* (supplier: Supplier, file: IncomingFile) {
  const receipts = yield* SupplierReceipts
  const found: Array<ReceiptIntent> = []
  for (const key of receiptKeys) {
    const values = file.receipts.flatMap((r) => (keyOf(r) === key ? [r.identifiers[key] ?? ""] : []))
    if (values.length > 0) found.push(...(yield* receipts.find(supplier.id, key, [...new Set(values)])))
  }
  return found
})

/** Each receipt with the one message that carries all its identifiers; null: nobody does, or more than one. */
const matchReceipts = (
  file: IncomingFile,
  intents: ReadonlyArray<ReceiptIntent>
): ReadonlyArray<{ readonly receipt: IncomingReceipt; readonly intent: ReceiptIntent | null }> =>
  file.receipts.map((receipt) => {
    const fitting = keyOf(receipt) === undefined ? [] : intents.filter((i) => carries(i, receipt))
    return { receipt, intent: fitting.length === 1 ? (fitting[0] ?? null) : null }
  })

const detailOf = (receipt: IncomingReceipt) => ({
  kind: receipt.kind,
  standing: receipt.standing,
  reason: receipt.reason.slice(0, mostReason),
  ...receipt.identifiers
})

const placeOf = (receipt: IncomingReceipt): string => receipt.place.slice(0, 200)

/** A bounce has a name of its own, and a repeat goes out under the same Message-ID: the same words in another one tell of another try. */
const isSamePlace = (receipt: IncomingReceipt, answer: ReceiptIntent["answers"][number]): boolean =>
  receipt.kind !== "bounce" || answer.place === placeOf(receipt)

/** The same words about the same message are one receipt, in whatever file they come. */
const isKnown = ({ receipt, intent }: Matched): boolean =>
  intent.answers.some(
    (answer) =>
      isSamePlace(receipt, answer) &&
      Object.entries(detailOf(receipt)).every(([name, value]) => answer[name] === value)
  )

const contradictionOf = ({ receipt, intent }: Matched): Contradiction | null => contradicted(receipt, intent)

const evidenceOf = (matched: Matched, file: IncomingFile): IntentEvidence => {
  const against = contradictionOf(matched)
  return {
    id: matched.intent.intentId,
    attempt: matched.intent.attempt,
    evidence: {
      kind: "answer",
      detail: {
        ...detailOf(matched.receipt),
        file: file.name,
        place: placeOf(matched.receipt),
        ...(against === null ? {} : { contradicts: against.by })
      }
    }
  }
}

const historyOf = ({ receipt, intent }: Matched, file: IncomingFile): HistoryEntry => ({
  orderId: intent.orderId,
  event: "purchase-order.receipt",
  subject: intent.number,
  before: null,
  after: null,
  detail: {
    kind: receipt.kind,
    standing: receipt.standing,
    ...(receipt.reason === "" ? {} : { reason: receipt.reason.slice(0, mostReason) }),
    file: file.name
  }
})

/** A yes ends a doubt; a no takes the message back, whatever was believed of it until now. The last word of a file counts. */
const moveIntents = Effect.fn("moveIntents")(function* (fresh: ReadonlyArray<Matched>) {
  const last = [...new Map(fresh.map((m) => [m.intent.intentId, m])).values()]
  for (const standing of ["accepted", "rejected"] as const) {
    const these = last.filter((m) => m.receipt.standing === standing && contradictionOf(m) === null)
    if (these.length === 0) continue
    const event = standing === "accepted" ? "confirm" : "reject"
    const moves = these.map(({ receipt, intent }) => ({
      id: intent.intentId,
      attempt: null,
      ...(receipt.reason === "" ? {} : { reason: receipt.reason.slice(0, mostReason) })
    }))
    yield* advanceIntents(event, moves)
  }
})

/** Where a person finds a receipt again. */
const documentOf = (file: unknown, place: unknown): string =>
  [file, place].filter((part) => typeof part === "string" && part !== "").join(", ") || "an unnamed file"

const proofWords = (kind: string, against: Contradiction): string => {
  switch (against.by) {
    case "parcel":
      return "a parcel has left for it"
    case "acknowledgement":
      return "its supplier has acknowledged it"
    case "receipt":
      return `an earlier ${kind} said that it was accepted (${documentOf(against.yes.file, against.yes.place)})`
  }
}

const findingOf = ({ receipt, intent }: Matched, against: Contradiction, file: IncomingFile) => {
  const reason = receipt.reason.slice(0, mostReason) || "it gives no reason"
  const no = `a ${receipt.kind} (${documentOf(file.name, placeOf(receipt))}) says that it could not be read (${reason})`
  return {
    orderId: intent.orderId,
    finding: {
      kind: "answer_differs" as const,
      field: intent.number,
      message: `${intent.number}: ${no}, but ${proofWords(receipt.kind, against)}. It stays sent: ask the supplier what comes, then release.`,
      detail: { purchaseOrder: intent.number }
    }
  }
}

/** What was proved stays proved; a person hears of the contradiction. */
const raiseContradictions = Effect.fn("raiseContradictions")(function* (
  fresh: ReadonlyArray<Matched>,
  file: IncomingFile
) {
  const findings = fresh.flatMap((matched) => {
    const against = contradictionOf(matched)
    return against === null ? [] : [findingOf(matched, against, file)]
  })
  return (yield* (yield* AnswerHoldStore).raise(findings, yield* now)).map(holdEntry)
})

/** What stays of a receipt also where it moves nothing: a second yes, a yes to what a person took back. */
const keepEvidence = Effect.fn("keepEvidence")(function* (fresh: ReadonlyArray<Matched>, file: IncomingFile) {
  const at = yield* now
  const entries = fresh.map((m) => evidenceOf(m, file))
  yield* (yield* DispatchLedger).record(entries, yield* Actor, at)
  const last = fresh.filter((m) => m.receipt.awaitsMore !== true || m.receipt.standing === "rejected")
  const ids = [...new Set(last.map((m) => m.intent.intentId))]
  yield* (yield* SupplierReceipts).mark(ids, at)
})

const recordsOf = (
  fresh: ReadonlyArray<Matched>,
  unknown: ReadonlyArray<QuarantinedInput>
): ReadonlyArray<SyncRecord> => [
  ...fresh.map(({ receipt, intent }) => ({
    reference: `${receipt.kind} of ${intent.number}`,
    result: receipt.standing,
    detail: receipt.reason
  })),
  ...unknown.map((input) => ({
    reference: input.place,
    result: "quarantined" as const,
    detail: input.reason
  }))
]

const unknownInput = (receipt: IncomingReceipt): QuarantinedInput => {
  const names = Object.entries(receipt.identifiers).map(([name, value]) => `${name} ${value}`)
  const reason = `nothing that was sent to this supplier has ${names.join(", ") || "no identifier"}; the ${receipt.kind} said ${receipt.standing}`
  return { source, place: receipt.place, reason, raw: receipt.raw }
}

/** Envelopes of ours hold answers, too (997): that one arrived is no news, and nothing waits for it. */
const isIdle = (receipt: IncomingReceipt): boolean =>
  receipt.awaitsMore === true && receipt.standing === "accepted"

/** Each once, and only what was not said before. */
const freshOf = (matched: ReadonlyArray<Matched>): ReadonlyArray<Matched> => {
  const said = (m: Matched) => JSON.stringify([m.intent.intentId, detailOf(m.receipt)])
  return [...new Map(matched.map((m) => [said(m), m])).values()].filter((m) => !isKnown(m))
}

/** What machines say of our messages (997, bounces): whether they arrived and could be read. Called inside `advance`. */
export const takeReceipts = Effect.fn("takeReceipts")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  if (file.receipts.length === 0) return { value: undefined, orders: [] } satisfies Step<void>
  const touched = yield* findIntents(supplier, file)
  yield* (yield* OrderStore).lock([...new Set(touched.map((i) => i.orderId))])
  // Read again under the lock: another worker may have taken the same receipt.
  const answers = matchReceipts(file, yield* findIntents(supplier, file))
  const matched = answers.flatMap(({ receipt, intent }) => (intent === null ? [] : [{ receipt, intent }]))
  const fresh = freshOf(matched)
  const unknown = answers.flatMap(({ receipt, intent }) =>
    intent === null && !isIdle(receipt) ? [unknownInput(receipt)] : []
  )
  if (fresh.length > 0) {
    yield* moveIntents(fresh)
    yield* keepEvidence(fresh, file)
  }
  const holds = yield* raiseContradictions(fresh, file)
  if (unknown.length > 0) yield* (yield* Quarantine).keep({ supplierId: supplier.id }, unknown, yield* now)
  const runs = yield* SyncRunStore
  yield* runs.record(runId, recordsOf(fresh, unknown))
  const known = matched.length - fresh.length
  if (known > 0) yield* runs.addCounts(runId, { unchanged: known })
  return {
    value: undefined,
    orders: [...new Set(fresh.map((m) => m.intent.orderId))],
    history: [...fresh.map((m) => historyOf(m, file)), ...holds]
  } satisfies Step<void>
})
