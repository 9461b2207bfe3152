import * as Effect from "effect/Effect"
import { dayMs } from "./model/schedule.ts"
import { ChangeFeed } from "./ports/change-feed.ts"
import { now } from "./ports/clock.ts"
import type { Settlement } from "./ports/failure.ts"
import { type RunningSync, SyncRunStore } from "./ports/sync-run-store.ts"

/** Another side that asks to wait, and lets nothing through meanwhile, is not waited for any longer. */
const longestStillMs = dayMs

/**
 * The other side asks to wait: the run stays what it is and says why, and its job, which fails with this, comes again. False:
 * it did not ask, or has asked for a day without letting anything through (`movedAt` is when it last did).
 */
export const restRun = Effect.fn("restRun")(function* (
  run: RunningSync,
  failure: { readonly settlement: Settlement; readonly message: string },
  movedAt: Date = run.startedAt
) {
  const { settlement, message } = failure
  if (settlement._tag !== "Snooze") return false
  if ((yield* now).getTime() - movedAt.getTime() >= longestStillMs) return false
  yield* (yield* SyncRunStore).rest(run.id, settlement.afterMs, message)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
  return true
})
