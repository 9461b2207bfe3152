import { hostname } from "node:os"
import * as Effect from "effect/Effect"
import type { JobRequest } from "../domain/model/job-request.ts"
import { keepBeating, newPulse, type Pulse } from "../domain/pipelines/keep-beating.ts"
import { keepStock } from "../domain/pipelines/keep-stock.ts"
import { AlertStore } from "../domain/ports/alert-store.ts"
import { now } from "../domain/ports/clock.ts"
import { DispatchLedger } from "../domain/ports/dispatch-ledger.ts"
import { JobQueue } from "../domain/ports/job-queue.ts"
import { OrderBoard } from "../domain/ports/order-board.ts"
import { ShipmentStore } from "../domain/ports/shipment-store.ts"
import { SyncRunStore } from "../domain/ports/sync-run-store.ts"
import type { DeadWorker } from "../jobs/rescue.ts"
import { runTicker } from "../jobs/schedule.ts"
import { runWorker, type WorkerSummary } from "../jobs/worker.ts"
import { readMigrations, untilMigratedByNewer } from "../store/migrate.ts"
import { ensureSweep, handlers, isIdle, startSchedule } from "./handlers.ts"
import { migrationsFolder } from "./open-database.ts"
import { version } from "./program.ts"

export interface WorkerInput {
  readonly name: string | null
  readonly drain: boolean
  readonly say: (line: string) => void
}

const workerName = (name: string | null): string => name ?? `${hostname()}:${process.pid}`

/** A run whose job nobody gets any more must not stand in the way of the next one: that would wait for a quarter of an hour. */
const endRunsOf = Effect.fn("endRunsOf")(function* (buried: ReadonlyArray<JobRequest>, at: Date) {
  const runs = yield* SyncRunStore
  for (const request of buried)
    if ("runId" in request && request.runId != null)
      yield* runs.finish(request.runId, "Every worker that ran it died.", at)
})

/** A death is told, and the dead worker's leases are free at once: what it was sending is looked up by somebody else. */
const onDeath = (dead: DeadWorker, _jobs: number, buried: ReadonlyArray<JobRequest>) =>
  Effect.gen(function* () {
    const at = yield* now
    yield* endRunsOf(buried, at)
    if (!dead.isCutOff) yield* (yield* AlertStore).note("death", dead.host, at, at)
    yield* (yield* JobQueue).enqueue([{ job: "work.sweep" }])
  })

const work = (input: WorkerInput, pulse: Pulse) =>
  runWorker({
    handlers,
    name: workerName(input.name),
    version: version(),
    onDeath,
    onFetched: Effect.map(now, (at) => {
      pulse.fetchedAt = at
    }),
    onReady: (id) => Effect.sync(() => input.say(`worker ${workerName(input.name)} is ready (id ${id})`)),
    ...(input.drain ? { drain: { isIdle } } : {})
  })

const failedStates = new Set(["retry", "settle", "push"])
const farAheadMs = 30 * 24 * 60 * 60_000

const summary = Effect.fn("summary")(function* (ended: WorkerSummary) {
  const triage = yield* (yield* OrderBoard).triage()
  const needPerson = triage.lines.filter((l) => failedStates.has(l.kind)).reduce((n, l) => n + l.count, 0)
  const later = new Date((yield* now).getTime() + farAheadMs)
  const pushes = yield* (yield* ShipmentStore).due(null, later, 1_000)
  const intents = yield* (yield* DispatchLedger).stranded(later, 1_000)
  return { ...ended, needPerson, waitLonger: pushes.length + intents.length }
})

const sweepEveryMs = 1_000

/** While draining, schedules start nothing new: only what is there is brought to its end, repeats included. */
const keepSweeping = Effect.gen(function* () {
  const queue = yield* JobQueue
  while (true) {
    if (!(yield* isIdle)) yield* queue.enqueue([{ job: "work.sweep" }])
    yield* Effect.sleep(sweepEveryMs)
  }
})

/** Works until it is told to stop, or with drain until nothing is left. */
export const workerCommand = Effect.fn("workerCommand")(function* (input: WorkerInput) {
  yield* ensureSweep
  const pulse = newPulse()
  const ended = input.drain
    ? yield* Effect.raceFirst(work(input, pulse), keepSweeping)
    : yield* work(input, pulse).pipe(
        Effect.raceFirst(runTicker(startSchedule)),
        Effect.raceFirst(keepBeating(pulse)),
        Effect.raceFirst(keepStock),
        Effect.raceFirst(untilMigratedByNewer(readMigrations(migrationsFolder())))
      )
  return yield* summary(ended)
})
