import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { JobName } from "../domain/model/job-request.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import type { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { Boss } from "./boss.ts"
import { exchangeJobs, type TakenForDead } from "./exchange.ts"
import { handBackJobs } from "./hand-back.ts"
import type { HeldJob } from "./held-job.ts"
import { MinuteTally } from "./load.ts"
import type { Outcome } from "./outcome.ts"
import { type End, endOf, type FinishedJob } from "./settle.ts"

/** How many jobs of a queue run at once, and how many a worker may hold while there is a backlog. */
export interface LaneWidth {
  readonly concurrency: number
  readonly maxBatch: number
}

/** One queue as one worker works on it. */
export interface Lane {
  readonly queue: JobName
  readonly width: LaneWidth
  /** Holds one token while there is a reason to look: any number of reasons is one look. */
  readonly wake: Queue.Queue<void>
  readonly permits: Semaphore.Semaphore
  readonly held: Map<string, Fiber.Fiber<void>>
  /** Ended, not yet told to the queue. */
  readonly finished: Array<FinishedJob>
  /** How the last ones ended, for those who look at the worker. */
  readonly tally: MinuteTally
  /** A person said so: what is held is finished, and nothing is taken. */
  isPaused: boolean
  /** How many to hold: grows while fetches come back full. */
  reach: number
  /** The last fetch may have left something behind. */
  mayHaveMore: boolean
  /** The last exchange failed, so the database may know of jobs that we do not. */
  unsure: boolean
}

export const makeLane = (queue: JobName, width: LaneWidth): Effect.Effect<Lane> =>
  Effect.gen(function* () {
    return {
      queue,
      width,
      wake: yield* Queue.sliding<void>(1),
      permits: yield* Semaphore.make(width.concurrency),
      held: new Map(),
      finished: [],
      tally: new MinuteTally(),
      isPaused: false,
      reach: Math.min(width.concurrency, width.maxBatch),
      mayHaveMore: true,
      unsure: false
    }
  })

export const wakeLane = (lane: Lane): void => {
  Queue.offerUnsafe(lane.wake, undefined)
}

export const isQuiet = (lane: Lane): boolean =>
  lane.held.size === 0 && lane.finished.length === 0 && !lane.unsure && (lane.isPaused || !lane.mayHaveMore)

/** What a lane needs from its worker. */
export interface LaneWork<R> {
  readonly workerId: number
  readonly run: (job: HeldJob) => Effect.Effect<Outcome, never, R>
  /** Where the handlers live: they outlast the lane, so that it can stop fetching while they finish. */
  readonly handlers: Scope.Scope
  readonly tell: (end: End) => void
  /** Called after each look into the queue that the database answered, jobs or none. */
  readonly fetched: Effect.Effect<void>
}

/** A power of two, so that few different fetch statements are prepared. */
const room = (lane: Lane): number => {
  if (lane.isPaused) return 0
  const free = lane.reach - lane.held.size
  return free < 1 ? 0 : 2 ** Math.floor(Math.log2(free))
}

const begin = <R>(lane: Lane, work: LaneWork<R>, job: HeldJob): Effect.Effect<void, never, R> =>
  Semaphore.withPermit(lane.permits, work.run(job)).pipe(
    Effect.flatMap((outcome) =>
      Effect.sync(() => {
        lane.held.delete(job.id)
        lane.finished.push({ job, outcome })
        wakeLane(lane)
      })
    ),
    Effect.forkIn(work.handlers),
    Effect.flatMap((fiber) =>
      Effect.sync(() => {
        // A handler that ended at once is not held any more.
        if (fiber.pollUnsafe() === undefined) lane.held.set(job.id, fiber)
      })
    )
  )

const adapt = (lane: Lane, want: number, taken: number): void => {
  lane.mayHaveMore = want > 0 && taken === want
  if (lane.mayHaveMore) lane.reach = Math.min(lane.width.maxBatch, lane.reach * 2)
  else if (want > 0) lane.reach = Math.min(lane.width.concurrency, lane.width.maxBatch)
}

/** After a failed exchange: what the database has us down for and we never got goes back. */
const reconcile = (lane: Lane, workerId: number) =>
  Effect.gen(function* () {
    const known = [...lane.held.keys(), ...lane.finished.map(({ job }) => job.id)]
    yield* handBackJobs({ workerId, counted: false, only: { queue: lane.queue, except: known } })
    lane.unsure = false
  })

const exchange = <R>(lane: Lane, work: LaneWork<R>, want: number) =>
  Effect.gen(function* () {
    const boss = yield* Boss
    const finished = [...lane.finished]
    lane.unsure = true
    const taken = yield* exchangeJobs(boss, { workerId: work.workerId, queue: lane.queue, finished, want })
    lane.unsure = false
    yield* work.fetched
    lane.finished.splice(0, finished.length)
    for (const one of finished) {
      lane.tally.add(endOf(one))
      work.tell(endOf(one))
    }
    adapt(lane, want, taken.length)
    yield* Effect.forEach(taken, (job) => begin(lane, work, job), { discard: true })
  })

/** Tells what is finished and takes nothing new: for a lane that stops. */
export const settleLane = <R>(lane: Lane, work: LaneWork<R>) =>
  lane.finished.length === 0 ? Effect.void : exchange(lane, work, 0)

const step = <R>(
  lane: Lane,
  work: LaneWork<R>
): Effect.Effect<void, StoreFailure | TakenForDead, R | Boss | UnitOfWork> =>
  Effect.gen(function* () {
    if (lane.unsure) yield* reconcile(lane, work.workerId)
    const idle = lane.finished.length === 0 && (!lane.mayHaveMore || room(lane) === 0)
    if (idle) {
      yield* Queue.take(lane.wake)
      lane.mayHaveMore = true
      return
    }
    // What was told up to here is seen by the look that comes now.
    yield* Queue.clear(lane.wake)
    // Between taking jobs and remembering them there is no place to be stopped.
    yield* Effect.uninterruptible(exchange(lane, work, room(lane)))
    // Lets the handlers that were just begun run: what ends at once goes into the next exchange.
    yield* Effect.yieldNow
  })

/** Fetches until the queue is empty, then waits to be woken: by a notification, or by the look into all queues. Ends only by failing or by being stopped. */
export const runLane = <R>(
  lane: Lane,
  work: LaneWork<R>
): Effect.Effect<never, StoreFailure | TakenForDead, R | Boss | UnitOfWork> =>
  Effect.gen(function* () {
    let pauseMs = 100
    while (true) {
      const failure = yield* step(lane, work).pipe(
        Effect.as(undefined),
        Effect.catchTag("StoreFailure", (found) => Effect.succeed(found))
      )
      if (failure === undefined) {
        pauseMs = 100
        continue
      }
      // A defect of ours is loud, and tried again too: a worker that ends would leave its other queues alone.
      if (failure.reason === "Unavailable") yield* Effect.logDebug("The database is away", failure.message)
      else yield* Effect.logError(`Taking jobs of ${lane.queue} failed`, failure.message)
      yield* Effect.sleep(pauseMs)
      pauseMs = Math.min(2_000, pauseMs * 2)
    }
  })
