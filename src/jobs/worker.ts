import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import type { HeldAtEnd } from "../domain/model/held-at-end.ts"
import type { JobName } from "../domain/model/job-request.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import type { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import type { Database } from "../store/database.ts"
import { Boss } from "./boss.ts"
import { untilDrained } from "./drain.ts"
import { handBackJobs } from "./hand-back.ts"
import { jobNames, jobTable } from "./job-table.ts"
import { type Lane, type LaneWidth, type LaneWork, makeLane, runLane, settleLane, wakeLane } from "./lane.ts"
import { loadOf } from "./load.ts"
import { keepLooking, lookAround } from "./look-around.ts"
import { keepBuriedLoop } from "./missed-attempts.ts"
import { applyPauses, followPauses, pausesChanged } from "./pauses.ts"
import { type OnDeath, rescueLoop } from "./rescue.ts"
import { type JobHandlers, runJob } from "./run-job.ts"
import { openSession, type Session } from "./session.ts"
import type { End } from "./settle.ts"

/** How many runs ended how. `failed` runs are repeated; `deadLettered` ones wait for a person. */
export type WorkerSummary = { readonly [Name in End]: number }

export interface WorkerOptions<R> {
  readonly handlers: JobHandlers<R>
  /** People read it: `<host>:<pid>`, or what they called it. */
  readonly name: string
  readonly version: string
  /** Called in the transaction that hands a dead worker's jobs back. */
  readonly onDeath: OnDeath<R>
  /** Set: work until nothing is left, then end. Says whether the domain has work that is in no queue. */
  readonly drain?: { readonly isIdle: Effect.Effect<boolean, StoreFailure, R> }
  /** Told after each registration, when jobs are about to be taken. */
  readonly onReady?: (workerId: number) => Effect.Effect<void>
  /** Called whenever a queue was looked into: the worker is alive and reaches its database. */
  readonly onFetched?: Effect.Effect<void>
  readonly widths?: { readonly [Name in JobName]?: LaneWidth }
  /** The look that makes up for a lost notification. */
  readonly pollMs?: number
  /** How long handlers may finish when the worker is asked to end. */
  readonly graceMs?: number
}

type Needs<R> = R | Boss | Database | UnitOfWork
type WhyEnded = "lost" | "drained"

const interruptLimitMs = 600
const farewellLimitMs = 1_000

interface Crew<R> {
  readonly lanes: ReadonlyArray<Lane>
  readonly session: Session
  readonly work: LaneWork<R>
  /** Holds one token while there is a reason to look which queues are paused. */
  readonly pauses: Queue.Queue<void>
  /** Lanes and the rescue: what fetches. Closed first. */
  readonly fetching: Scope.Closeable
  readonly handlers: Scope.Closeable
}

const workingOn = (lanes: ReadonlyArray<Lane>): string =>
  lanes
    .filter((lane) => lane.held.size > 0)
    .map((lane) => `${lane.queue} ${lane.held.size}`)
    .join(", ")

const makeLanes = <R>(options: WorkerOptions<R>) =>
  Effect.forEach(jobNames, (name) => makeLane(name, options.widths?.[name] ?? jobTable[name]))

const assemble = <R>(options: WorkerOptions<R>, tally: Record<End, number>) =>
  Effect.gen(function* () {
    const lanes = yield* makeLanes(options)
    const boss = yield* Boss
    const pauses = yield* Queue.sliding<void>(1)
    const session = yield* openSession({
      connection: boss.connection,
      name: options.name,
      version: options.version,
      workingOn: () => workingOn(lanes),
      load: () => loadOf(lanes),
      onWake: (queues) => {
        if (queues === "all" || queues.includes(pausesChanged)) Queue.offerUnsafe(pauses, undefined)
        for (const lane of lanes) if (queues === "all" || queues.includes(lane.queue)) wakeLane(lane)
      }
    })
    const handlers = yield* Scope.make("parallel")
    const work: LaneWork<R> = {
      workerId: session.workerId,
      run: (job) => runJob(options.handlers, session.workerId, job),
      handlers,
      tell: (end) => {
        tally[end]++
      },
      fetched: options.onFetched ?? Effect.void
    }
    const fetching = yield* Scope.make("parallel")
    return { lanes, session, work, pauses, fetching, handlers } satisfies Crew<R>
  })

const keepWorking =
  <R>(options: WorkerOptions<R>) =>
  (crew: Crew<R>): Effect.Effect<WhyEnded, StoreFailure, Needs<R>> =>
    Effect.gen(function* () {
      // Before anything is taken: a worker that was started while a queue is paused takes none of it either.
      yield* applyPauses(crew.lanes)
      yield* lookAround(crew.lanes)
      yield* Effect.forkIn(followPauses(crew.lanes, crew.pauses), crew.fetching)
      yield* options.onReady?.(crew.session.workerId) ?? Effect.void
      for (const lane of crew.lanes)
        yield* runLane(lane, crew.work).pipe(
          Effect.catch(() => Effect.sync(crew.session.declareLost)),
          Effect.forkIn(crew.fetching)
        )
      const pollMs = options.pollMs ?? (options.drain === undefined ? 2_000 : 250)
      yield* Effect.forkIn(keepLooking(crew.lanes, pollMs, crew.work.fetched), crew.fetching)
      yield* Effect.forkIn(rescueLoop(options.onDeath, crew.session.workerId), crew.fetching)
      yield* Effect.forkIn(keepBuriedLoop, crew.fetching)
      const lost = Effect.as(
        Effect.promise(() => crew.session.lost),
        "lost" as const
      )
      if (options.drain === undefined) return yield* lost
      const drained = Effect.as(untilDrained(crew.lanes, options.drain.isIdle), "drained" as const)
      return yield* Effect.raceFirst(lost, drained)
    })

const running = (lanes: ReadonlyArray<Lane>) => lanes.flatMap((lane) => [...lane.held.values()])

/** Hands in what is finished, gives the rest back without blame, takes the registration away. */
const sayFarewell = <R>(crew: Crew<R>) =>
  Effect.gen(function* () {
    yield* Effect.forEach(crew.lanes, (lane) => settleLane(lane, crew.work), {
      discard: true,
      concurrency: 2
    })
    const gaveBack: Array<HeldAtEnd> = []
    yield* handBackJobs({
      workerId: crew.session.workerId,
      counted: false,
      onHeld: (job) => gaveBack.push(job)
    })
    yield* Effect.promise(() => crew.session.retire(gaveBack))
  })

/** Whatever of this fails, others find the row without its lock and rescue what is left. */
const disband = <R>(options: WorkerOptions<R>, crew: Crew<R>, why: "orderly" | "lost") =>
  Effect.gen(function* () {
    yield* Scope.close(crew.fetching, Exit.void)
    if (why === "orderly")
      yield* Fiber.awaitAll(running(crew.lanes)).pipe(Effect.timeoutOption(options.graceMs ?? 3_000))
    yield* Scope.close(crew.handlers, Exit.void).pipe(
      Effect.forkDetach,
      Effect.flatMap(Fiber.await),
      Effect.timeoutOption(interruptLimitMs)
    )
    if (why === "orderly")
      yield* sayFarewell(crew).pipe(
        Effect.forkDetach,
        Effect.flatMap(Fiber.join),
        Effect.timeoutOption(farewellLimitMs),
        Effect.catchCause((cause) =>
          Effect.logWarning("The worker could not hand its work back in order", cause)
        )
      )
    yield* Effect.promise(() => crew.session.close())
  })

/** From one registration to its end. */
const live = <R>(
  options: WorkerOptions<R>,
  tally: Record<End, number>
): Effect.Effect<WhyEnded, StoreFailure, Needs<R>> =>
  Effect.acquireUseRelease(assemble(options, tally), keepWorking(options), (crew, exit) =>
    // In a fiber of its own: this one is being interrupted, and its waits would be cut or could not be.
    disband(options, crew, Exit.isSuccess(exit) && exit.value === "lost" ? "lost" : "orderly").pipe(
      Effect.forkDetach,
      Effect.flatMap(Fiber.join)
    )
  )

/**
 * Works until it is interrupted (or, draining, until nothing is left). A lost database does not end it: it registers
 * anew, under a new id, as soon as the database is back.
 */
export const runWorker = <R>(
  options: WorkerOptions<R>
): Effect.Effect<WorkerSummary, StoreFailure, Needs<R>> =>
  Effect.gen(function* () {
    const tally: Record<End, number> = { done: 0, failed: 0, deadLettered: 0, snoozed: 0 }
    let pauseMs = 100
    while (true) {
      const why = yield* live(options, tally).pipe(
        Effect.catchTag("StoreFailure", (failure) =>
          failure.reason === "Unavailable" ? Effect.succeed("away" as const) : Effect.fail(failure)
        )
      )
      if (why === "drained") return tally
      if (why === "lost") {
        pauseMs = 100
        yield* Effect.logWarning("The worker lost its registration and registers anew")
      }
      yield* Effect.sleep(pauseMs)
      pauseMs = Math.min(2_000, pauseMs * 2)
    }
  })
