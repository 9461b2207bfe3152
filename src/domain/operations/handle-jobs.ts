import * as Effect from "effect/Effect"
import { demandQueue } from "../demand-queue.ts"
import { type JobState, lostText } from "../model/job-state.ts"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { JobBoard, type QueueLine } from "../ports/job-board.ts"
import { JobControl, type JobMoved, type RedriveWish } from "../ports/job-control.ts"

/** How many dead letters one command puts back; for more it is given again. */
export const mostRedriven = 1000

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const unknown = (id: string) =>
  new Refusal({
    message: `There is no job ${id}: it was never there, or it has ended and is forgotten. What people did to jobs: switchyard jobs history`
  })

const demandId = (id: string) => (uuid.test(id) ? Effect.void : Effect.fail(unknown(id)))

const notRetried: Readonly<Partial<Record<JobState, string>>> = {
  waiting: "It is due already; a worker takes it when its turn comes.",
  running: "It runs just now.",
  done: "It is done; what it did is in the orders and sync runs that it was about.",
  dead: lostText
}

const notCanceled: Readonly<Partial<Record<JobState, string>>> = {
  running:
    "It runs just now, and what runs is not cut off. A sync run is canceled by: switchyard sync cancel <run>",
  done: "It is done already.",
  canceled: "It is canceled already.",
  failed: "It has failed; its dead letter can be canceled."
}

const settled = Effect.fn("settled")(function* (
  id: string,
  moved: JobMoved | null,
  why: Readonly<Partial<Record<JobState, string>>>
) {
  if (moved === null) return yield* unknown(id)
  if (!moved.moved)
    return yield* new Refusal({
      message: why[moved.found] ?? `Job ${id} is ${moved.found}: nothing was changed.`
    })
  yield* (yield* ChangeFeed).publish({ about: "workers" })
  return moved
})

const act = Effect.fn("act")(function* (reason: string) {
  return { by: yield* Actor, at: yield* now, reason: reason.trim().slice(0, 300) }
})

/** A job that is forgotten is shown by what failed of it, where something did. */
export const showJob = Effect.fn("showJob")(function* (id: string) {
  yield* demandId(id)
  const board = yield* JobBoard
  const job = yield* board.find(id)
  const past = yield* board.past(id)
  if (job === null && past.failures.length === 0 && past.redriven === null) return yield* unknown(id)
  return { job, ...past }
})

/** A repeat that waits for its time, a failed, canceled or dead job runs as soon as a worker is free. */
export const retryJob = Effect.fn("retryJob")(function* (id: string) {
  yield* demandId(id)
  return yield* settled(id, yield* (yield* JobControl).retry(id, yield* act("")), notRetried)
})

/** A job that no worker has yet does not run. A job is a wake-up: its rows stay, and the sweep may wake them again. */
export const cancelJob = Effect.fn("cancelJob")(function* (id: string, reason: string) {
  yield* demandId(id)
  return yield* settled(id, yield* (yield* JobControl).cancel(id, yield* act(reason)), notCanceled)
})

/** Nothing is moved where one of them cannot be: who gave the list thinks that all of them go. */
const refuseLost = Effect.fn("refuseLost")(function* (id: string) {
  yield* demandId(id)
  if ((yield* (yield* JobBoard).find(id))?.isLost === true)
    return yield* new Refusal({ message: `Dead letter ${id}: ${lostText} Nothing was changed.` })
})

const refuseAllLost = Effect.gen(function* () {
  const why = redriveRefusal((yield* (yield* JobBoard).queues()).find((line) => line.isDeadLetters))
  if (why !== null) return yield* new Refusal({ message: why })
})

/** Why no dead letter of this line can go back; null: some can, or it is not known. */
export const redriveRefusal = (line: QueueLine | undefined): string | null => {
  if (line === undefined || line.dead === 0 || line.isMore || (line.lost ?? 0) < line.dead) return null
  return line.dead === 1 ? lostText : `Of all ${line.dead} nobody knows the queue: each can only be canceled.`
}

/** Dead letters go back to their queues, the oldest first. */
export const redriveJobs = Effect.fn("redriveJobs")(function* (wish: Omit<RedriveWish, "limit">) {
  yield* Effect.forEach(wish.ids ?? [], refuseLost, { discard: true })
  if (wish.queue !== undefined) yield* demandQueue(wish.queue)
  if (wish.ids === undefined && wish.queue === undefined) yield* refuseAllLost
  const moved = yield* (yield* JobControl).redrive({ ...wish, limit: mostRedriven }, yield* act(""))
  if (moved.length > 0) yield* (yield* ChangeFeed).publish({ about: "workers" })
  return moved
})
