import * as Effect from "effect/Effect"
import { demandQueue } from "../demand-queue.ts"
import { noteActivity } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { JobControl } from "../ports/job-control.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

/** Finds work that stands still: while it is paused, nothing that a dead worker left behind is taken up. */
export const sweepQueue = "work.sweep"

const longestReason = 300

export interface PauseWish {
  readonly queue: string
  readonly reason: string
  /** Said on purpose: the sweep may be paused too. */
  readonly evenSweep?: boolean
}

const ofQueue = (name: string) => ({ kind: "queue" as const, id: null, name })

/** From now on no worker takes jobs of this queue; what was taken is finished. False: it is paused already. */
export const pauseQueue = Effect.fn("pauseQueue")(function* ({ queue, reason, evenSweep }: PauseWish) {
  const why = reason.trim().slice(0, longestReason)
  if (why === "")
    return yield* new Refusal({ message: "Say why: the reason is shown to everybody who sees the queue." })
  if (queue === sweepQueue && evenSweep !== true)
    return yield* new Refusal({
      message: `${sweepQueue} finds work that stands still; paused, nothing that a dead worker left is taken up. To pause it all the same: switchyard jobs pause ${sweepQueue} --even-sweep`
    })
  yield* demandQueue(queue)
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const by = { by: yield* Actor, at: yield* now, reason: why }
      const paused = yield* (yield* JobControl).pause(queue, by)
      if (paused) yield* noteActivity("paused", ofQueue(queue), [], why)
      yield* (yield* ChangeFeed).publish({ about: "workers" })
      return paused
    })
  )
})

/** Workers take jobs of this queue again. False: it was not paused. */
export const resumeQueue = Effect.fn("resumeQueue")(function* (queue: string) {
  yield* demandQueue(queue)
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const by = { by: yield* Actor, at: yield* now, reason: "" }
      const resumed = yield* (yield* JobControl).resume(queue, by)
      if (resumed) yield* noteActivity("resumed", ofQueue(queue))
      yield* (yield* ChangeFeed).publish({ about: "workers" })
      return resumed
    })
  )
})
