import * as Effect from "effect/Effect"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { backlog } from "./backlog.ts"
import { deadLetterQueue } from "./job-table.ts"
import { isQuiet, type Lane } from "./lane.ts"

const lookMs = 50
/** A repeat that is due this soon belongs to the work that is being drained; a longer snooze does not. */
const soonMs = 60_000

/** What waits in a paused queue is not for now: a person has to let it go on. */
const nothingWaits = (lanes: ReadonlyArray<Lane>) =>
  Effect.map(backlog(soonMs), (queues) =>
    queues.every((q) => {
      const isPaused = lanes.some((lane) => lane.queue === q.queue && lane.isPaused)
      return q.queue === deadLetterQueue || q.running + (isPaused ? 0 : q.waiting) === 0
    })
  )

/** Ends when no queue has work for now or soon, here or at another worker, and the domain says that it has none either. */
export const untilDrained = <R>(
  lanes: ReadonlyArray<Lane>,
  isIdle: Effect.Effect<boolean, StoreFailure, R>
) => {
  const quiet = Effect.sync(() => lanes.every(isQuiet))
  // Asked again after the domain: a handler that ended meanwhile may have enqueued.
  const checks = [quiet, nothingWaits(lanes), isIdle, nothingWaits(lanes), quiet]
  const drained = Effect.gen(function* () {
    for (const check of checks) if (!(yield* check)) return false
    return true
  }).pipe(
    Effect.catchTag("StoreFailure", (failure) =>
      failure.reason === "Unavailable" ? Effect.succeed(false) : Effect.fail(failure)
    )
  )
  return drained.pipe(
    Effect.tap((done) => (done ? Effect.void : Effect.sleep(lookMs))),
    Effect.repeat({ until: (done) => done }),
    Effect.asVoid
  )
}
