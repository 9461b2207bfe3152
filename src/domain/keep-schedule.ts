import * as Effect from "effect/Effect"
import { type Cadence, dueAfterChangeMs, nextDueMs } from "./model/schedule.ts"
import { now } from "./ports/clock.ts"
import { type ScheduleParty, ScheduleStore } from "./ports/schedule-store.ts"
import { UnitOfWork } from "./ports/unit-of-work.ts"

/**
 * The party's service runs this often from now on. Called whenever settings are saved: what did not change stays as it is,
 * what did takes effect at once, without a turn that is swallowed and without two in a row (`dueAfterChangeMs`).
 */
export const keepSchedule = Effect.fn("keepSchedule")(function* (party: ScheduleParty, cadence: Cadence) {
  const unitOfWork = yield* UnitOfWork
  const schedules = yield* ScheduleStore
  yield* unitOfWork.run(
    Effect.gen(function* () {
      const nowMs = (yield* now).getTime()
      const was = yield* schedules.lock(party)
      const dueMs =
        was === null
          ? nextDueMs(cadence, nowMs)
          : dueAfterChangeMs(
              { ...was, dueMs: was.dueAt.getTime(), turnedMs: was.turnedAt.getTime() },
              cadence,
              nowMs
            )
      yield* schedules.set(party, cadence.everyMs, cadence.phaseMs, new Date(dueMs))
    })
  )
})
