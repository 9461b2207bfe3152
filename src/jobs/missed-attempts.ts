import * as Effect from "effect/Effect"
import type { Db, JobWithMetadata } from "pg-boss"
import type { JobName, JobRequest } from "../domain/model/job-request.ts"
import { now } from "../domain/ports/clock.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { literal, type Sql, storeFailure } from "../store/database.ts"
import { keepFailure } from "./failed-attempts.ts"
import { type HeldJob, heldJob } from "./held-job.ts"
import { headOfQueue } from "./job-rows.ts"
import { deadLetterQueue, jobNames } from "./job-table.ts"
import { redacted } from "./outcome.ts"
import { fromConnection } from "./pg-boss-adapter.ts"
import { transactionConnection } from "./pg-boss-queue.ts"
import { queuesOfRuns, runFails, runWaits } from "./run-of-job.ts"

/** What the queue itself says of a job that it took back. */
const timedOut = "job timed out"
const hung =
  "It was not finished in its time and the queue took it back: its worker hung, or had lost the database"

/** pg-boss writes its own words one level deeper than those it was given. */
const messageOf = (output: unknown): string => {
  const said = (at: unknown): unknown =>
    typeof at === "object" && at !== null && "message" in at ? at.message : undefined
  const inner = typeof output === "object" && output !== null && "value" in output ? output.value : undefined
  const message = said(output) ?? said(inner)
  if (typeof message !== "string" || message === "") return "It ended without a word"
  return message === timedOut ? hung : redacted(message)
}

const selectMissed = `
  select m.id, k.worker_id as "workerId" from unnest($1::uuid[], $2::int[]) as m (id, attempt)
  left join worker_jobs k on k.job_id = m.id
  where not exists (select from job_failures f where f.job_id = m.id and f.attempt = m.attempt)`

/**
 * Of jobs that were just fetched: an attempt before this one that nobody wrote down. The queue took it back by itself (its
 * worker hung or died), and now somebody has the job, so here nothing can slip through. To be called before the new claim
 * takes the place of the old one, which says who ran it.
 */
export const keepMissed = async (
  db: Db,
  queue: JobName,
  fetched: ReadonlyArray<JobWithMetadata<unknown>>,
  at: Date
): Promise<void> => {
  const repeats = fetched.filter((row) => row.retryCount > 0)
  if (repeats.length === 0) return
  const { rows } = await db.executeSql(selectMissed, [
    repeats.map((row) => row.id),
    repeats.map((row) => row.retryCount)
  ])
  for (const { id, workerId } of rows as ReadonlyArray<{ id: string; workerId: number | null }>) {
    const row = repeats.find((one) => one.id === id)
    if (row === undefined) continue
    const before = heldJob(queue, { ...row, retryCount: row.retryCount - 1 })
    const how = { message: messageOf(row.output), fate: "repeated", nextId: null } as const
    await keepFailure(db, { workerId, at }, before, how)
  }
}

interface Buried {
  readonly nextId: string
  readonly id: string
  readonly queue: string
  readonly retryCount: number
  readonly data: JobRequest
  readonly output: unknown
  readonly workerId: number | null
}

/** Dead letters that the queue made by itself name the job that they were; ours do not, and are written down by whoever made them. */
const selectBuried = (sql: Sql) => sql<Array<Buried>>`
  select d.id as "nextId", d.source_id as id, d.source_name as queue, coalesce(d.source_retry_count, 0) as "retryCount",
    d.data, d.source_output as output, k.worker_id as "workerId"
  from (select * from job where name = ${deadLetterQueue} and state < 'active' and not blocked
    order by priority, created_on desc limit ${literal(sql, headOfQueue)}) d
  left join worker_jobs k on k.job_id = d.source_id
  where d.source_id is not null and not exists (
    select from job_failures f where f.job_id = d.source_id and f.attempt = coalesce(d.source_retry_count, 0) + 1)`

const buriedJob = (found: Buried): HeldJob | null => {
  const queue = jobNames.find((name) => name === found.queue)
  if (queue === undefined) return null
  const { id, retryCount, data } = found
  return { id, queue, data, retryCount, retryLimit: retryCount, priority: 0 }
}

type TakenBack = HeldJob & { readonly output: unknown }

/**
 * Jobs of runs that stand still and do not say so: the queue took them back from a worker that hangs and is still there. Also where
 * the wait is over and no worker has come yet: whoever comes takes the run up, and with that ends what is said here.
 */
const selectTakenBack = (sql: Sql) => sql<Array<TakenBack>>`
  select j.id, j.name as queue, j.data, j.retry_count as "retryCount", j.retry_limit as "retryLimit", j.priority, j.output
  from job j join sync_runs r on r.id = case when j.data ->> 'runId' ~ '^[0-9]{1,18}$' then (j.data ->> 'runId')::bigint end
  where j.name = any(${[...queuesOfRuns]}::text[]) and j.state = 'retry'
    and r.state = 'running' and r.waits_until is null
  order by j.start_after limit ${literal(sql, headOfQueue)}`

/** Until its job is fetched again its run would read as if somebody worked on it. */
const letRunsWait = async (sql: Sql): Promise<void> => {
  for (const { output, ...job } of await selectTakenBack(sql))
    await runWaits(fromConnection(sql), job, messageOf(output))
}

const keepAll = async (sql: Sql, at: Date): Promise<void> => {
  await letRunsWait(sql)
  for (const found of await selectBuried(sql)) {
    const job = buriedJob(found)
    if (job === null) continue
    const how = { message: messageOf(found.output), fate: "dead", nextId: found.nextId } as const
    const db = fromConnection(sql)
    await keepFailure(db, { workerId: found.workerId, at }, job, how)
    await runFails(db, job, how.message, at)
  }
}

/**
 * The last attempt of a job that the queue buried by itself: nobody fetches it again, so it is looked for. And the run of one that
 * it took back: it says that it waits, and until when.
 */
export const keepBuried: Effect.Effect<void, StoreFailure, UnitOfWork> = Effect.gen(function* () {
  const unit = yield* UnitOfWork
  const at = yield* now
  yield* unit.run(
    Effect.flatMap(transactionConnection, (sql) =>
      Effect.tryPromise({ try: () => keepAll(sql, at), catch: storeFailure })
    )
  )
})

/** The queue looks for what hangs once a minute. */
const everyMs = 30_000

export const keepBuriedLoop: Effect.Effect<never, never, UnitOfWork> = keepBuried.pipe(
  Effect.catch((failure) =>
    failure.reason === "Unavailable"
      ? Effect.logDebug("The database is away", failure.message)
      : Effect.logError("Looking for what the queue buried failed", failure.message)
  ),
  Effect.andThen(Effect.sleep(everyMs)),
  Effect.forever
)
