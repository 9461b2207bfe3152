import * as Effect from "effect/Effect"
import { advanceIntents } from "../advance.ts"
import { type DispatchIntentId, type Evidence, type IntentKind, inVain } from "../model/dispatch-intent.ts"
import { noteActivity } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger, type StandingIntent } from "../ports/dispatch-ledger.ts"
import { Refusal } from "../ports/failure.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { probeDoubt as probe } from "../probe-doubt.ts"

/** Which of several sends under one number is meant; nothing given: the only one in doubt. */
export interface DoubtChoice {
  readonly kind?: IntentKind
  readonly intentId?: DispatchIntentId
}

/** Every send whose outcome nobody could prove yet, oldest first. */
export const listDoubts = Effect.fn("listDoubts")(function* () {
  return yield* (yield* DispatchLedger).doubts()
})

const isMeant = (intent: StandingIntent, { kind, intentId }: DoubtChoice): boolean =>
  (kind === undefined || intent.kind === kind) && (intentId === undefined || intent.intentId === intentId)

const named = (intents: ReadonlyArray<StandingIntent>): string =>
  intents.map((i) => `${i.kind} (intent ${i.intentId}, ${i.state.replace("_", " ")})`).join(", ")

const otherRefusal = (number: string, all: ReadonlyArray<StandingIntent>): Refusal =>
  new Refusal({
    message:
      all.length === 0
        ? `There is no purchase order ${number}.`
        : `Nothing like that was sent under ${number}. There is: ${named(all)}.`
  })

/** The one in doubt; where none is, the newest, so that it can be said what became of it. Never a guess between two doubts. */
const demandDoubt = Effect.fn("demandDoubt")(function* (number: string, choice: DoubtChoice) {
  const all = yield* (yield* DispatchLedger).intentsOf(number)
  const meant = all.filter((i) => isMeant(i, choice))
  const doubts = meant.filter((i) => i.state === "in_doubt")
  if (doubts.length > 1)
    return yield* new Refusal({
      message: `${doubts.length} sends under ${number} are in doubt, say which one: ${named(doubts)}. Name it with --kind, or with --intent and its number.`
    })
  const intent = doubts[0] ?? meant.at(-1)
  return intent ?? (yield* otherRefusal(number, all))
})

/** The intent and its evidence, side by side with what was sent. */
export const showDoubt = Effect.fn("showDoubt")(function* (number: string, choice: DoubtChoice = {}) {
  const intent = yield* demandDoubt(number, choice)
  return { intent, evidence: yield* (yield* DispatchLedger).evidence(intent.intentId) }
})

const notInDoubt = ({ number, kind, state }: StandingIntent): Refusal =>
  new Refusal({
    message: `${number}${kind === "order" ? "" : ` (${kind})`} is not in doubt, it is ${state}.`
  })

/** That a person asked in vain is what the next one wants to know. */
const keepVainProbe = Effect.fn("keepVainProbe")(function* (
  { intentId: id, attempt }: StandingIntent,
  evidence: Evidence
) {
  yield* (yield* DispatchLedger).record(
    [{ id, attempt, evidence: inVain(evidence) }],
    yield* Actor,
    yield* now
  )
})

/** Asks the supplier now. */
export const probeDoubt = Effect.fn("probeDoubt")(function* (number: string, choice: DoubtChoice = {}) {
  const intent = yield* demandDoubt(number, choice)
  if (intent.state !== "in_doubt") return yield* notInDoubt(intent)
  const answer = yield* probe(intent)
  if (answer === null) return yield* new Refusal({ message: `${number} was settled meanwhile.` })
  if (answer._tag === "CannotTell") yield* keepVainProbe(intent, answer.evidence)
  return { ...answer, intent }
})

/**
 * A person decides with the evidence: it arrived (sent), or it did not, and then it is sent with the same identifiers.
 * The reason is kept as evidence.
 */
export const settleDoubt = Effect.fn("settleDoubt")(function* (
  number: string,
  arrived: boolean,
  reason: string,
  choice: DoubtChoice = {}
) {
  if (reason.trim() === "")
    return yield* new Refusal({ message: "Say how you know (--reason): it is kept as evidence." })
  const intent = yield* demandDoubt(number, choice)
  const evidence = { kind: "person" as const, detail: { arrived, reason: reason.trim() } }
  const settle = Effect.gen(function* () {
    const moved = yield* advanceIntents(
      arrived ? "confirm" : "deny",
      intent.state === "in_doubt" ? [{ id: intent.intentId, attempt: null }] : [],
      [{ id: intent.intentId, attempt: intent.attempt, evidence }]
    )
    if (moved.length > 0)
      yield* noteActivity(
        arrived ? "marked sent" : "marked not sent",
        { kind: "order", id: intent.orderId, name: intent.channelOrderNumber },
        [],
        `${number}${intent.kind === "order" ? "" : ` (${intent.kind})`}: ${reason.trim()}`
      )
    return moved.length
  })
  if ((yield* (yield* UnitOfWork).run(settle)) === 0) return yield* notInDoubt(intent)
  return intent
})
