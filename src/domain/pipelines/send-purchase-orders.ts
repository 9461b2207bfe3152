import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { advanceIntents, claimIntent } from "../advance.ts"
import { type DispatchEvent, type DispatchIntentId, type Evidence, inVain } from "../model/dispatch-intent.ts"
import { maySendFrom } from "../model/send-calendar.ts"
import { isUsedUp, pauseMs, type SendTrouble, troubleTable } from "../model/send-failure.ts"
import type { Supplier, SupplierId } from "../model/supplier.ts"
import { Breakers } from "../ports/breakers.ts"
import { now } from "../ports/clock.ts"
import { crashPoint } from "../ports/crash-point.ts"
import { DispatchLedger, type IntentMove, type LeasedIntent } from "../ports/dispatch-ledger.ts"
import { TransportFailure } from "../ports/failure.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { type SendAnswer, SupplierTransports, type TransportError } from "../ports/supplier-transports.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

/** Longer than any silence between two renewals; a dead worker is noticed by its lock, long before this runs out. */
const leaseMs = 30_000
const renewEveryMs = 8_000
const sendsAtOnce = 4

/** The mark was refused: the lease went to somebody else, or sends were stopped. Nothing left in this attempt. */
class NotMarked extends TransportFailure {}

const settle = (
  intent: LeasedIntent,
  event: DispatchEvent,
  evidence: Evidence | null,
  extra: Omit<IntentMove, "id" | "attempt"> = {}
) =>
  advanceIntents(
    event,
    [{ id: intent.id, attempt: intent.attempt, ...extra }],
    evidence === null ? [] : [{ id: intent.id, attempt: intent.attempt, evidence }]
  )

const failureEvidence = (failure: TransportError): Evidence => ({
  kind: "failure",
  detail: { reason: failure.reason, message: failure.message }
})

/**
 * What a failure means for the send. Our own database being away is no fault of the supplier, and passes. Without our key no
 * login can be given: that is of no single order, so orders wait as behind a login that is refused.
 */
const troubleOf = (failure: TransportError): SendTrouble => {
  if (failure._tag === "TransportFailure") return failure.reason
  if (failure._tag === "VaultFailure") return "Unauthorized"
  return failure._tag === "StoreFailure" && failure.reason !== "Defect" ? "Malformed" : "Misconfigured"
}

/** What happened to the intent and what it means for the supplier's breaker are one fact: both or neither. */
const withBreaker = Effect.fn("withBreaker")(function* <A, E, R, E2, R2>(
  settled: Effect.Effect<A, E, R>,
  told: Effect.Effect<unknown, E2, R2>
) {
  return yield* (yield* UnitOfWork).run(Effect.tap(settled, () => told))
})

const tellTrouble = Effect.fn("tellTrouble")(function* (
  intent: LeasedIntent,
  trouble: SendTrouble,
  message: string
) {
  if (!troubleTable[trouble].ofSupplier) return
  const { id, supplierId } = intent
  yield* (yield* Breakers).failed({ supplierId, intentId: id, reason: trouble, message }, yield* now)
})

const tellAnswered = Effect.fn("tellAnswered")(function* (intent: LeasedIntent) {
  if (intent.troubled) yield* (yield* Breakers).succeeded(intent.supplierId, yield* now)
})

/** Nothing is at the supplier: later by itself, unless no repeat can help or there were enough (model/send-failure). */
const giveBack = Effect.fn("giveBack")(function* (
  intent: LeasedIntent,
  trouble: SendTrouble,
  evidence: Evidence,
  reason: string,
  askedMs?: number
) {
  const at = yield* now
  if (isUsedUp(trouble, intent, at)) return yield* settle(intent, "refuse", evidence, { reason })
  const failingForMs = intent.failingSince === null ? 0 : at.getTime() - intent.failingSince.getTime()
  const notBefore = new Date(at.getTime() + pauseMs(trouble, failingForMs, askedMs))
  return yield* settle(intent, "release", evidence, { reason, notBefore, failing: true })
})

/**
 * The irrevocable step may have been made: only a look-up can tell. If it cannot, or the supplier cannot be asked now,
 * the doubt is written down: the sweep asks again, and a person can settle it.
 */
const settleByLookUp = Effect.fn("settleByLookUp")(function* (
  supplier: Supplier,
  intent: LeasedIntent,
  markedAttempt: number | null,
  absent: (evidence: Evidence) => ReturnType<typeof settle>
) {
  const transports = yield* SupplierTransports
  const asked = yield* Effect.result(
    transports.lookUp(supplier, { ...intent, before: "transmitting", markedAttempt })
  )
  if (asked._tag === "Failure") {
    if (asked.failure._tag === "StoreFailure") return yield* asked.failure
    return yield* settle(intent, "doubt", failureEvidence(asked.failure))
  }
  const found = asked.success
  if (found._tag === "Found") return yield* settle(intent, "confirm", found.evidence)
  return yield* found._tag === "NotSent"
    ? absent(found.evidence)
    : settle(intent, "doubt", inVain(found.evidence))
})

/** Our own attempt got no answer. A supplier that never answers and never has it must not be sent to without end. */
const afterLostAnswer = Effect.fn("afterLostAnswer")(function* (
  supplier: Supplier,
  intent: LeasedIntent,
  reason: string
) {
  yield* tellTrouble(intent, "NoAnswer", reason)
  return yield* settleByLookUp(supplier, intent, intent.attempt, (evidence) =>
    giveBack(intent, "NoAnswer", evidence, reason)
  )
})

/** A refusal of one order is an answer all the same: the supplier is there. */
const record = (supplier: Supplier, intent: LeasedIntent, answer: SendAnswer) => {
  if (answer._tag === "Sent")
    return withBreaker(settle(intent, "confirm", answer.receipt), tellAnswered(intent))
  if (answer._tag === "Refused")
    return withBreaker(
      settle(intent, "refuse", answer.evidence, { reason: answer.reason }),
      tellAnswered(intent)
    )
  return afterLostAnswer(supplier, intent, answer.reason)
}

const afterFailure = (intent: LeasedIntent, failure: TransportError) => {
  const trouble = troubleOf(failure)
  const askedMs = failure._tag === "TransportFailure" ? failure.retryAfterMs : undefined
  return withBreaker(
    giveBack(intent, trouble, failureEvidence(failure), failure.message, askedMs),
    tellTrouble(intent, trouble, failure.message)
  )
}

/** Shorter than any silence after which others take a worker for dead (15 s) or its lease runs out. */
const longestMarkMs = 10_000

const transmit = Effect.fn("transmit")(function* (supplier: Supplier, intent: LeasedIntent) {
  const transports = yield* SupplierTransports
  let marked = false
  const mark = Effect.gen(function* () {
    const from = (yield* now).getTime()
    const moved = yield* advanceIntents("transmit", [{ id: intent.id, attempt: intent.attempt }])
    if (moved.length === 0)
      return yield* new NotMarked({ reason: "Rejected", message: "the mark was refused" })
    marked = true
    yield* crashPoint("send.marked")
    // A machine that stood still here was taken for dead meanwhile, and somebody else may have looked and sent: the fence
    // keeps our writes out of the ledger, and only this keeps them from the supplier.
    if ((yield* now).getTime() - from > longestMarkMs)
      return yield* new NotMarked({ reason: "Rejected", message: "this worker stood still after its mark" })
  })
  // The transport runs the mark from inside its own protocol steps, so it gets it with everything provided.
  const provided = Effect.provideContext(mark, yield* Effect.context<Effect.Services<typeof mark>>())
  const outcome = yield* Effect.result(transports.send(supplier, intent, provided))
  if (outcome._tag === "Success") {
    yield* crashPoint("send.accepted")
    yield* record(supplier, intent, outcome.success)
    return yield* crashPoint("send.committed")
  }
  const failure = outcome.failure
  // Still ours: it goes back and waits for what stopped it. Somebody else's: this moves nothing.
  if (failure instanceof NotMarked) return yield* settle(intent, "release", null, { wordless: true })
  const nothingTaken = failure._tag === "TransportFailure" && failure.nothingTaken === true
  yield* marked && !nothingTaken
    ? afterLostAnswer(supplier, intent, failure.message)
    : afterFailure(intent, failure)
})

const mostWordless = troubleTable.Wordless.mostAttempts ?? 0
const wordlessReason = `${mostWordless} attempts in a row ended without any word: each time the worker died before anything left. Look into its log, then try again.`

/** One intent under its lease. An earlier attempt that may have reached the supplier is looked up before any repeat. */
const sendOne = Effect.fn("sendOne")(function* (supplier: Supplier, intent: LeasedIntent) {
  yield* crashPoint("send.claimed")
  if (intent.before === "transmitting")
    return yield* settleByLookUp(supplier, intent, intent.markedAttempt, (evidence) =>
      settle(intent, "release", evidence, { wordless: true })
    )
  if (intent.wordless > mostWordless)
    return yield* settle(
      intent,
      "refuse",
      { kind: "failure", detail: { reason: "Wordless", message: wordlessReason } },
      { reason: wordlessReason }
    )
  if (intent.gated) return yield* settle(intent, "release", null, { wordless: true })
  return yield* transmit(supplier, intent)
})

const keepLease = Effect.fn("keepLease")(function* (intent: LeasedIntent) {
  const ledger = yield* DispatchLedger
  while (true) {
    yield* Effect.sleep(renewEveryMs)
    const kept = yield* ledger.renew([{ id: intent.id, attempt: intent.attempt }], leaseMs)
    if (kept.length === 0) return
  }
})

/** Outside the supplier's hours its orders wait for the next opening; what was marked earlier is looked up all the same. */
const keepToCalendar = Effect.fn("keepToCalendar")(function* (supplier: Supplier, id: DispatchIntentId) {
  const at = yield* now
  const opening = maySendFrom(supplier.terms.calendar, at)
  if (opening > at) yield* (yield* DispatchLedger).defer([id], opening, "calendar")
})

/** While the supplier's breaker is not closed, or its terms set a rate: only what has a pass, one after the other. */
const workOf = Effect.fn("workOf")(function* (
  supplierId: SupplierId,
  intentIds: ReadonlyArray<DispatchIntentId>
) {
  const breakers = yield* Breakers
  const { state, paced } = yield* breakers.pace(supplierId)
  if (!paced) return { ids: intentIds, atOnce: sendsAtOnce }
  const granted = breakers.grant(supplierId, intentIds, yield* now)
  const ids = yield* (yield* UnitOfWork).run(granted)
  return { ids, atOnce: state === "closed" ? sendsAtOnce : 1 }
})

/**
 * Sends the purchase orders of one supplier: intent before, evidence after, look-up before any repeat. Without any named
 * intent it takes what has a pass: that is how a probe goes, and how a supplier that is back is drained.
 */
export const sendPurchaseOrders = Effect.fn("sendPurchaseOrders")(function* (job: {
  readonly supplierId: SupplierId
  readonly intentIds: ReadonlyArray<DispatchIntentId>
}) {
  const supplier = yield* (yield* SupplierStore).get(job.supplierId)
  if (supplier === null)
    return yield* Effect.die(new Error(`supplier ${job.supplierId} of a purchase order is gone`))
  const { ids, atOnce } = yield* workOf(job.supplierId, job.intentIds)
  const ends = yield* Effect.forEach(
    ids,
    (id) =>
      Effect.gen(function* () {
        yield* keepToCalendar(supplier, id)
        // Claimed one by one, so that a lease runs only while its intent is being worked on.
        const intent = yield* claimIntent(id, leaseMs)
        if (intent === null) return
        yield* Effect.raceFirst(sendOne(supplier, intent), keepLease(intent))
        // What goes wrong with one must not cut off the others in the middle of their sending.
      }).pipe(Effect.exit),
    { concurrency: atOnce }
  )
  const failed = ends.find(Exit.isFailure)
  if (failed !== undefined) yield* failed
})
