import * as Effect from "effect/Effect"
import type { CarrierAccountId } from "../model/carrier-account.ts"
import { CarrierAccountStore } from "../ports/carrier-account-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { TrackingStore } from "../ports/tracking-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

export interface PollStarted {
  readonly account: string
  readonly accountId: CarrierAccountId
  /** How many tracking numbers are due. */
  readonly numbers: number
}

const judgedAtOnce = 500

/** Asks carriers about every parcel on its way, now: one of them, or (null) all. The schedule goes on as it was. */
export const pollNow = Effect.fn("pollNow")(function* (carrier: string | null) {
  const accounts = yield* (yield* CarrierAccountStore).list()
  const chosen = accounts.filter((a) => a.enabled && (carrier === null || a.carrier === carrier))
  if (chosen.length === 0)
    return yield* new Refusal({
      message: `There is no enabled account${carrier === null ? "" : ` at ${carrier}`} to ask with. Add one: switchyard carriers add --help`
    })
  const tracking = yield* TrackingStore
  const queue = yield* JobQueue
  const unitOfWork = yield* UnitOfWork
  while ((yield* tracking.judge(judgedAtOnce)) === judgedAtOnce);
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const at = yield* now
      const started: Array<PollStarted> = []
      for (const account of chosen) {
        const numbers = yield* tracking.askNow(account.carrier, at)
        started.push({ account: account.name, accountId: account.id, numbers })
      }
      yield* queue.enqueue(chosen.map(({ id }) => ({ job: "tracking.poll" as const, accountId: id })))
      return started
    })
  )
})
