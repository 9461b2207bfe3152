import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { JobName, JobRequest } from "../domain/model/job-request.ts"
import { StoreFailure } from "../domain/ports/failure.ts"
import { JobQueue } from "../domain/ports/job-queue.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { currentConnection, type Sql, storeFailure } from "../store/database.ts"
import { Boss } from "./boss.ts"
import { wakeChannel } from "./job-table.ts"
import { fromConnection, type PgBoss } from "./pg-boss-adapter.ts"

const byQueue = (jobs: ReadonlyArray<JobRequest>): ReadonlyMap<JobName, Array<JobRequest>> => {
  const groups = new Map<JobName, Array<JobRequest>>()
  for (const job of jobs) {
    const group = groups.get(job.job)
    if (group === undefined) groups.set(job.job, [job])
    else group.push(job)
  }
  return groups
}

/** One notification for all queues: every commit that notifies takes a database-wide lock. */
export const wakeWorkers = async (sql: Sql, queues: Iterable<string>): Promise<void> => {
  await sql`select pg_notify(${wakeChannel}, ${[...queues].join(",")})`
}

const insertAll = async (pgBoss: PgBoss, sql: Sql, jobs: ReadonlyArray<JobRequest>): Promise<void> => {
  const groups = byQueue(jobs)
  const db = fromConnection(sql)
  for (const [queue, group] of groups)
    await pgBoss.insert(
      queue,
      group.map((data) => ({ data })),
      { db }
    )
  await wakeWorkers(sql, groups.keys())
}

/** The connection of the running transaction. There always is one inside `UnitOfWork.run`. */
export const transactionConnection: Effect.Effect<Sql, StoreFailure> = Effect.flatMap(
  currentConnection,
  (sql) =>
    sql === null
      ? Effect.fail(new StoreFailure({ reason: "Defect", message: "There is no running transaction" }))
      : Effect.succeed(sql)
)

export const jobQueueLayer: Layer.Layer<JobQueue, never, Boss | UnitOfWork> = Layer.effect(
  JobQueue,
  Effect.gen(function* () {
    const { pgBoss } = yield* Boss
    const unit = yield* UnitOfWork
    const enqueue = (jobs: ReadonlyArray<JobRequest>) =>
      jobs.length === 0
        ? Effect.void
        : unit.run(
            Effect.flatMap(transactionConnection, (sql) =>
              Effect.tryPromise({ try: () => insertAll(pgBoss, sql, jobs), catch: storeFailure })
            )
          )
    return JobQueue.of({ enqueue })
  })
)
