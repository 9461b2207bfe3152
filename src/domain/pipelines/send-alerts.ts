import * as Effect from "effect/Effect"
import type { AlertCause, Telling } from "../model/alert.ts"
import { planAlerts } from "../model/alert-plan.ts"
import { mailOf } from "../model/alert-text.ts"
import { AlertMailer } from "../ports/alert-mailer.ts"
import { AlertRoutes } from "../ports/alert-route.ts"
import { AlertStore } from "../ports/alert-store.ts"
import { now } from "../ports/clock.ts"
import type { AlertFailure, MailFailure, StoreFailure, VaultFailure } from "../ports/failure.ts"
import { type DeadLetters, JobBoard } from "../ports/job-board.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { WorkerId } from "../ports/worker-registry.ts"

/** Longer than a route may take to answer: nobody else takes a telling that is under way. */
const leaseMs = 90_000
const mostATime = 100
const giveUpAfterMs = 3 * 24 * 3_600_000
/** What no repeat can mend by itself (a wrong address, a wrong key) is tried again at leisure: somebody may mend it. */
const misconfiguredWaitMs = 10 * 60_000

const backoffMs = (attempt: number): number => Math.min(15 * 60_000, 10_000 * 2 ** Math.min(attempt - 1, 10))

const longestReason = 200

/** One cause a queue, however many jobs; it goes when they are redriven or deleted. */
const deadLetterCause = ({ queue, count, firstAt, lastAt, reason }: DeadLetters): AlertCause => ({
  cause: `dead/${queue}`,
  channelId: null,
  title: `${count} jobs of ${queue} are given up (${reason.replaceAll(/\s+/g, " ").slice(0, longestReason)}): switchyard jobs list --state dead`,
  count,
  firstAt,
  lastAt,
  value: ""
})

/** Causes are read from the rows as they stand, and who is told what is decided under one lock, written down before it is told. */
const plan = Effect.fn("planAlerts")(function* () {
  const store = yield* AlertStore
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const at = yield* now
      // The lock first: of two workers the second one sees what the first has decided.
      yield* store.lock()
      const dead = (yield* (yield* JobBoard).deadLetters("all")).map(deadLetterCause)
      yield* store.settle([...(yield* store.causes(at)), ...dead], at)
      yield* store.write(planAlerts(yield* store.outline(at), at), at)
    })
  )
})

const tell = Effect.fn("tell")(function* (telling: Telling) {
  const { route, address } = telling
  if (route !== null && route.kind !== "email") return yield* (yield* AlertRoutes).tell(route, telling)
  const to = route === null ? address : route.target
  // The channel has lost its address since: nobody is left to tell.
  if (to === null) return
  const { subject, text } = mailOf(telling)
  yield* (yield* AlertMailer).send(to, subject, text, telling.eventId)
})

const waitMs = (telling: Telling, failure: AlertFailure | MailFailure | VaultFailure): number => {
  const wish = failure.settlement
  if (wish._tag === "Snooze") return wish.afterMs
  return wish._tag === "Stop" ? misconfiguredWaitMs : backoffMs(telling.attempt)
}

const putOff = Effect.fn("putOff")(function* (
  telling: Telling,
  failure: AlertFailure | MailFailure | VaultFailure
) {
  const at = (yield* now).getTime()
  const giveUp = at - telling.createdAt.getTime() > giveUpAfterMs
  yield* (yield* AlertStore).release(
    telling,
    failure.message,
    new Date(at + waitMs(telling, failure)),
    giveUp
  )
})

/** A route that takes nothing keeps its own messages waiting, and nobody else's. */
const carry = Effect.fn("carryTelling")(function* (telling: Telling) {
  const told = yield* Effect.result(tell(telling))
  if (told._tag === "Success") return yield* (yield* AlertStore).confirm(telling, yield* now)
  const failure: AlertFailure | MailFailure | StoreFailure | VaultFailure = told.failure
  if (failure._tag === "StoreFailure") return yield* failure
  yield* putOff(telling, failure)
})

/** Tells each cause once to whom it concerns, urgent ones so that somebody wakes. */
export const sendAlerts = Effect.fn("sendAlerts")(function* () {
  const store = yield* AlertStore
  const worker = yield* WorkerId
  yield* plan()
  for (let i = 0; i < mostATime; i++) {
    const telling = yield* store.claim(worker, leaseMs, yield* now)
    if (telling === null) return
    yield* carry(telling)
  }
})
