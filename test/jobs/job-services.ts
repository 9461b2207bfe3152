import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import { JobQueue } from "../../src/domain/ports/job-queue.ts"
import type { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { type Boss, bossLayer } from "../../src/jobs/boss.ts"
import { jobNames } from "../../src/jobs/job-table.ts"
import { jobQueueLayer } from "../../src/jobs/pg-boss-queue.ts"
import type { JobHandlers } from "../../src/jobs/run-job.ts"
import type { WorkerOptions } from "../../src/jobs/worker.ts"
import { type ConnectionOptions, type Database, databaseLayer } from "../../src/store/database.ts"

export type JobServices = Boss | JobQueue | Database | UnitOfWork

export const jobLayer = (connection: ConnectionOptions) =>
  jobQueueLayer.pipe(
    Layer.provideMerge(bossLayer({ connection, supervise: false })),
    Layer.provideMerge(databaseLayer(connection))
  )

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
