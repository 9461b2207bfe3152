import * as Effect from "effect/Effect"
import type { CarrierAccount } from "./model/carrier-account.ts"
import { ChangeFeed } from "./ports/change-feed.ts"
import { now } from "./ports/clock.ts"
import { JobQueue } from "./ports/job-queue.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"
import { TrackingStore } from "./ports/tracking-store.ts"
import { UnitOfWork } from "./ports/unit-of-work.ts"

const judgedAtOnce = 500

/**
 * Every parcel of this account is asked about now, by a person's wish. The job comes also while a run is going on: what is due
 * from now on is not that one's any more.
 */
export const startPoll = Effect.fn("startPoll")(function* (account: CarrierAccount) {
  const tracking = yield* TrackingStore
  const runs = yield* SyncRunStore
  while ((yield* tracking.judge(judgedAtOnce)) === judgedAtOnce);
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const at = yield* now
      const numbers = yield* tracking.askNow(account.carrier, at)
      const runId = yield* runs.start("tracking", { carrierAccountId: account.id }, "demand", at)
      yield* (yield* JobQueue).enqueue([{ job: "tracking.poll", accountId: account.id, runId }])
      yield* (yield* ChangeFeed).publish({ about: "sync" })
      return { numbers, runId }
    })
  )
})
