import * as Effect from "effect/Effect"
import { advanceIntents } from "../advance.ts"
import { DispatchLedger } from "../ports/dispatch-ledger.ts"
import { Refusal } from "../ports/failure.ts"
import { probeDoubt as probe } from "../probe-doubt.ts"

/** Every send whose outcome nobody could prove yet, oldest first. */
export const listDoubts = Effect.fn("listDoubts")(function* () {
  return yield* (yield* DispatchLedger).doubts()
})

const demandDoubt = Effect.fn("demandDoubt")(function* (number: string) {
  const intent = yield* (yield* DispatchLedger).intentOf(number)
  if (intent === null) return yield* new Refusal({ message: `There is no purchase order ${number}.` })
  return intent
})

/** The intent and its evidence, side by side with what was sent. */
export const showDoubt = Effect.fn("showDoubt")(function* (number: string) {
  const intent = yield* demandDoubt(number)
  return { intent, evidence: yield* (yield* DispatchLedger).evidence(intent.intentId) }
})

/** Asks the supplier now. */
export const probeDoubt = Effect.fn("probeDoubt")(function* (number: string) {
  const intent = yield* demandDoubt(number)
  if (intent.state !== "in_doubt")
    return yield* new Refusal({ message: `${number} is not in doubt, it is ${intent.state}.` })
  const answer = yield* probe(number)
  if (answer === null) return yield* new Refusal({ message: `${number} was settled meanwhile.` })
  return answer
})

/**
 * A person decides with the evidence: it arrived (sent), or it did not, and then it is sent with the same identifiers.
 * The reason is kept as evidence.
 */
export const settleDoubt = Effect.fn("settleDoubt")(function* (
  number: string,
  arrived: boolean,
  reason: string
) {
  if (reason.trim() === "")
    return yield* new Refusal({ message: "Say how you know (--reason): it is kept as evidence." })
  const intent = yield* demandDoubt(number)
  const evidence = { kind: "person" as const, detail: { arrived, reason: reason.trim() } }
  const moved = yield* advanceIntents(
    arrived ? "confirm" : "deny",
    intent.state === "in_doubt" ? [{ id: intent.intentId, attempt: null }] : [],
    [{ id: intent.intentId, attempt: intent.attempt, evidence }]
  )
  if (moved.length === 0)
    return yield* new Refusal({ message: `${number} is not in doubt, it is ${intent.state}.` })
})
