import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { nextTurnMs } from "../domain/model/schedule.ts"
import { now } from "../domain/ports/clock.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { type Schedule, ScheduleStore } from "../domain/ports/schedule-store.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"

const longestSleepMs = 1_000
/** Another worker may hold what is due: no reason to spin. */
const shortestSleepMs = 20

/** Starts what a schedule stands for, in the transaction that moves it on. */
export type StartSchedule<R> = (schedule: Schedule) => Effect.Effect<void, StoreFailure, R>

const moveOn = (schedule: Schedule, at: Date) =>
  Effect.flatMap(ScheduleStore, (store) =>
    store.turn(schedule.id, at, new Date(nextTurnMs(schedule, at.getTime())))
  )

/** A schedule that cannot be started must not stop those behind it: it misses this turn, loudly. */
const skip = (schedule: Schedule, failure: StoreFailure) =>
  Effect.gen(function* () {
    const unit = yield* UnitOfWork
    yield* Effect.logError(
      `Schedule ${schedule.id} (${schedule.service}) could not be started`,
      failure.message
    )
    yield* unit.run(moveOn(schedule, yield* now))
  })

/** Starts one due schedule, if there is one: its row is locked, so no other worker starts it too. */
const tick = <R>(start: StartSchedule<R>) =>
  Effect.gen(function* () {
    const unit = yield* UnitOfWork
    const store = yield* ScheduleStore
    let taken: Schedule | undefined
    const work = Effect.gen(function* () {
      const at = yield* now
      taken = (yield* store.takeDue(at, 1))[0]
      if (taken === undefined) return
      // However long nobody looked: one run, and from then on at its own phase again.
      yield* moveOn(taken, at)
      yield* start(taken)
    })
    yield* unit
      .run(work)
      .pipe(
        Effect.catch((failure) =>
          taken === undefined || failure.reason === "Unavailable"
            ? Effect.fail(failure)
            : skip(taken, failure)
        )
      )
    return taken !== undefined
  })

/** How long until the next one is due; 0 for one that is. A look only: taking one is a transaction, and mostly none is due. */
const untilDue = Effect.gen(function* () {
  const dueAt = yield* (yield* ScheduleStore).nextDueAt()
  const nowMs = yield* Clock.currentTimeMillis
  return dueAt === null ? longestSleepMs : Math.max(0, dueAt.getTime() - nowMs)
})

/** Starts everything that is due now; answers how many. */
export const startDue = <R>(start: StartSchedule<R>) =>
  Effect.gen(function* () {
    let started = 0
    while (yield* tick(start)) started++
    return started
  })

/** Looks at the schedules for ever. Any number of workers may do so. */
export const runTicker = <R>(
  start: StartSchedule<R>
): Effect.Effect<never, never, R | ScheduleStore | UnitOfWork> =>
  Effect.gen(function* () {
    const wait = yield* untilDue
    if (wait > 0) return yield* Effect.sleep(Math.min(longestSleepMs, Math.max(shortestSleepMs, wait)))
    if ((yield* startDue(start)) === 0) yield* Effect.sleep(shortestSleepMs)
  }).pipe(
    Effect.catch((failure) =>
      Effect.andThen(
        failure.reason === "Unavailable"
          ? Effect.logDebug("The database is away", failure.message)
          : Effect.logError("Looking at the schedules failed", failure.message),
        Effect.sleep(longestSleepMs)
      )
    ),
    Effect.forever
  )
