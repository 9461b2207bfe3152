import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { advanceIntents, claimIntent } from "../advance.ts"
import type { ClaimedIntent, DispatchEvent, DispatchIntentId, Evidence } from "../model/dispatch-intent.ts"
import type { Supplier, SupplierId } from "../model/supplier.ts"
import { now } from "../ports/clock.ts"
import { crashPoint } from "../ports/crash-point.ts"
import { DispatchLedger } from "../ports/dispatch-ledger.ts"
import { retry, type Settlement, TransportFailure } from "../ports/failure.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { type SendAnswer, SupplierTransports, type TransportError } from "../ports/supplier-transports.ts"

/** Longer than any silence between two renewals; a dead worker is noticed by its lock, long before this runs out. */
const leaseMs = 30_000
const renewEveryMs = 8_000
/** After every so many attempts a person decides; a retry is worth as many again (the attempt itself only ever rises). */
const mostAttempts = 8
const sendsAtOnce = 4

const backoffMs = (attempt: number): number => Math.min(60_000, 1_000 * 2 ** (attempt - 1))

/** The lease went to somebody else: whatever we would write now is refused anyway. */
class LeaseLost extends TransportFailure {}

const settle = (
  intent: ClaimedIntent,
  event: DispatchEvent,
  evidence: Evidence,
  extra: { reason?: string; notBefore?: Date } = {}
) =>
  advanceIntents(
    event,
    [{ id: intent.id, attempt: intent.attempt, ...extra }],
    [{ id: intent.id, attempt: intent.attempt, evidence }]
  )

const failureEvidence = (failure: TransportError): Evidence => ({
  kind: "failure",
  detail: { reason: failure.reason, message: failure.message }
})

/** Nothing is at the supplier: try later by itself, unless no repeat can help or there were enough. */
const giveBack = Effect.fn("giveBack")(function* (
  intent: ClaimedIntent,
  wish: Settlement,
  evidence: Evidence,
  reason: string
) {
  // Being asked to wait is nobody's fault, so it does not count.
  const usedUp = wish._tag === "Retry" && intent.attempt % mostAttempts === 0
  if (wish._tag === "Stop" || usedUp) return yield* settle(intent, "refuse", evidence, { reason })
  const waitMs = wish._tag === "Snooze" ? wish.afterMs : backoffMs(intent.attempt)
  const notBefore = new Date((yield* now).getTime() + waitMs)
  return yield* settle(intent, "release", evidence, { reason, notBefore })
})

/**
 * The irrevocable step may have been made: only a look-up can tell. If it cannot, or the supplier cannot be asked now,
 * the doubt is written down: the sweep asks again, and a person can settle it.
 */
const settleByLookUp = Effect.fn("settleByLookUp")(function* (
  supplier: Supplier,
  intent: ClaimedIntent,
  absent: (evidence: Evidence) => ReturnType<typeof settle>
) {
  const transports = yield* SupplierTransports
  const asked = yield* Effect.result(transports.lookUp(supplier, { ...intent, before: "transmitting" }))
  if (asked._tag === "Failure") {
    if (asked.failure._tag === "StoreFailure") return yield* asked.failure
    return yield* settle(intent, "doubt", failureEvidence(asked.failure))
  }
  const found = asked.success
  if (found._tag === "Found") return yield* settle(intent, "confirm", found.evidence)
  return yield* found._tag === "NotSent" ? absent(found.evidence) : settle(intent, "doubt", found.evidence)
})

/** Our own attempt got no answer. A supplier that never answers and never has it must not be sent to without end. */
const afterLostAnswer = (supplier: Supplier, intent: ClaimedIntent, reason: string) =>
  settleByLookUp(supplier, intent, (evidence) => giveBack(intent, retry, evidence, reason))

const record = (supplier: Supplier, intent: ClaimedIntent, answer: SendAnswer) => {
  if (answer._tag === "Sent") return settle(intent, "confirm", answer.receipt)
  if (answer._tag === "Refused") return settle(intent, "refuse", answer.evidence, { reason: answer.reason })
  return afterLostAnswer(supplier, intent, answer.reason)
}

const transmit = Effect.fn("transmit")(function* (supplier: Supplier, intent: ClaimedIntent) {
  const transports = yield* SupplierTransports
  let marked = false
  const mark = Effect.gen(function* () {
    const moved = yield* advanceIntents("transmit", [{ id: intent.id, attempt: intent.attempt }])
    if (moved.length === 0)
      return yield* new LeaseLost({ reason: "Rejected", message: "another worker holds this intent" })
    marked = true
    yield* crashPoint("send.marked")
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
  if (failure instanceof LeaseLost) return
  const nothingTaken = failure._tag === "TransportFailure" && failure.nothingTaken === true
  yield* marked && !nothingTaken
    ? afterLostAnswer(supplier, intent, failure.message)
    : giveBack(intent, failure.settlement, failureEvidence(failure), failure.message)
})

/** One intent under its lease. An earlier attempt that may have reached the supplier is looked up before any repeat. */
const sendOne = Effect.fn("sendOne")(function* (supplier: Supplier, intent: ClaimedIntent) {
  yield* crashPoint("send.claimed")
  if (intent.before !== "transmitting") return yield* transmit(supplier, intent)
  yield* settleByLookUp(supplier, intent, (evidence) => settle(intent, "release", evidence))
})

const keepLease = Effect.fn("keepLease")(function* (intent: ClaimedIntent) {
  const ledger = yield* DispatchLedger
  while (true) {
    yield* Effect.sleep(renewEveryMs)
    const kept = yield* ledger.renew([{ id: intent.id, attempt: intent.attempt }], leaseMs)
    if (kept.length === 0) return
  }
})

/** Sends the purchase orders of one supplier: intent before, evidence after, look-up before any repeat. */
export const sendPurchaseOrders = Effect.fn("sendPurchaseOrders")(function* (job: {
  readonly supplierId: SupplierId
  readonly intentIds: ReadonlyArray<DispatchIntentId>
}) {
  const supplier = yield* (yield* SupplierStore).get(job.supplierId)
  if (supplier === null)
    return yield* Effect.die(new Error(`supplier ${job.supplierId} of a purchase order is gone`))
  const ends = yield* Effect.forEach(
    job.intentIds,
    (id) =>
      Effect.gen(function* () {
        // Claimed one by one, so that a lease runs only while its intent is being worked on.
        const intent = yield* claimIntent(id, leaseMs)
        if (intent === null) return
        yield* Effect.raceFirst(sendOne(supplier, intent), keepLease(intent))
        // What goes wrong with one must not cut off the others in the middle of their sending.
      }).pipe(Effect.exit),
    { concurrency: sendsAtOnce }
  )
  const failed = ends.find(Exit.isFailure)
  if (failed !== undefined) yield* failed
})
