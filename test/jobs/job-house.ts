import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { afterAll, beforeAll } from "vitest"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import { JobQueue } from "../../src/domain/ports/job-queue.ts"
import type { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { type Boss, bossLayer } from "../../src/jobs/boss.ts"
import { jobNames } from "../../src/jobs/job-table.ts"
import { jobQueueLayer } from "../../src/jobs/pg-boss-queue.ts"
import type { JobHandlers } from "../../src/jobs/run-job.ts"
import type { WorkerOptions } from "../../src/jobs/worker.ts"
import {
  type ConnectionOptions,
  connect,
  type Database,
  databaseLayer,
  type Sql
} from "../../src/store/database.ts"
import { createTestDatabase, dropTestDatabase } from "../fixtures/test-database.ts"

export type JobServices = Boss | JobQueue | Database | UnitOfWork

export const jobLayer = (connection: ConnectionOptions) =>
  jobQueueLayer.pipe(
    Layer.provideMerge(bossLayer({ connection, supervise: false })),
    Layer.provideMerge(databaseLayer(connection))
  )

export interface JobHouse {
  readonly run: <A, E>(effect: Effect.Effect<A, E, JobServices>, signal?: AbortSignal) => Promise<A>
  readonly sql: () => Sql
  readonly options: () => ConnectionOptions
}

/** A database of one's own with the queues on it, for all tests of a file. */
export const withJobHouse = (): JobHouse => {
  let options: ConnectionOptions | undefined
  let runtime: ManagedRuntime.ManagedRuntime<JobServices, unknown> | undefined
  let pool: Sql | undefined
  const ready = <A>(value: A | undefined): A => {
    if (value === undefined) throw new Error("the job house exists only inside tests and hooks")
    return value
  }
  beforeAll(async () => {
    options = await createTestDatabase()
    pool = connect({ ...options, max: 3 })
    runtime = ManagedRuntime.make(jobLayer(options))
    await runtime.runPromise(Effect.void)
  })
  afterAll(async () => {
    await Promise.all([runtime?.dispose(), pool?.end({ timeout: 2 })])
    await dropTestDatabase(ready(options))
  })
  return {
    run: (effect, signal) => ready(runtime).runPromise(effect, signal === undefined ? {} : { signal }),
    sql: () => ready(pool),
    options: () => ready(options)
  }
}

export const enqueue = (jobs: ReadonlyArray<JobRequest>) =>
  Effect.flatMap(JobQueue, (queue) => queue.enqueue(jobs))

/** A job that says which one it is. */
export const numbered = (n: number): JobRequest => ({ job: "orders.validate", orderIds: [n as never] })

export const numberOf = (request: JobRequest): number =>
  request.job === "orders.validate" ? Number(request.orderIds[0]) : -1

/** Every job that a test does not speak of is a surprise. */
export const handlersWith = <R>(some: Partial<JobHandlers<R>>): JobHandlers<R> => {
  const surprise = (request: JobRequest) => Effect.die(new Error(`nobody expected ${request.job}`))
  return {
    ...(Object.fromEntries(jobNames.map((name) => [name, surprise])) as unknown as JobHandlers<R>),
    ...some
  }
}

export const workerOptions = <R>(
  handlers: Partial<JobHandlers<R>>,
  more: Partial<WorkerOptions<R>> = {}
): WorkerOptions<R> => ({
  handlers: handlersWith(handlers),
  name: "test",
  version: "0",
  onDeath: () => Effect.void,
  ...more
})

export const draining = { drain: { isIdle: Effect.succeed(true) } }
