import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { JobAct } from "../domain/model/job-state.ts"
import { type ActBy, JobControl, type JobMoved, type RedriveWish } from "../domain/ports/job-control.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { type Sql, storeFailure } from "../store/database.ts"
import { Boss } from "./boss.ts"
import { lockJob } from "./job-rows.ts"
import { deadLetterQueue, isJobName, jobNames } from "./job-table.ts"
import { pausesChanged } from "./pauses.ts"
import { fromConnection, type PgBoss } from "./pg-boss-adapter.ts"
import { transactionConnection, wakeWorkers } from "./pg-boss-queue.ts"
import { redriveLinked } from "./redriven-jobs.ts"

interface Act {
  readonly act: JobAct
  readonly queue: string
  readonly jobId: string | null
  readonly jobs: number
}

const record = (sql: Sql, { act, queue, jobId, jobs }: Act, { by, at, reason }: ActBy) => sql`
  insert into job_acts (act, queue, job_id, jobs, acted_by, acted_at, reason)
  values (${act}, ${queue}, ${jobId}, ${jobs}, ${by}, ${at}, ${reason})`

const pauseOne = async (sql: Sql, queue: string, by: ActBy): Promise<boolean> => {
  const { count } = await sql`
    insert into paused_queues (name, paused_by, paused_at, reason) values (${queue}, ${by.by}, ${by.at}, ${by.reason})
    on conflict (name) do nothing`
  if (count === 0) return false
  await record(sql, { act: "paused", queue, jobId: null, jobs: 0 }, by)
  await wakeWorkers(sql, [pausesChanged])
  return true
}

const resumeOne = async (sql: Sql, queue: string, by: ActBy): Promise<boolean> => {
  const { count } = await sql`delete from paused_queues where name = ${queue}`
  if (count === 0) return false
  await record(sql, { act: "resumed", queue, jobId: null, jobs: 0 }, by)
  await wakeWorkers(sql, [pausesChanged])
  return true
}

/** Moves some dead letters to one queue. They keep the reason of their death beside the request; handlers do not read it. */
const redriveTo = async (
  pgBoss: PgBoss,
  sql: Sql,
  queue: string,
  ids: ReadonlyArray<string>,
  by: ActBy
): Promise<number> => {
  const jobs = await redriveLinked(pgBoss, sql, queue, ids, by)
  const [only] = ids
  await record(sql, { act: "redriven", queue, jobId: ids.length === 1 ? (only ?? null) : null, jobs }, by)
  return jobs
}

const redriveAll = async (pgBoss: PgBoss, sql: Sql, wish: RedriveWish, by: ActBy) => {
  const ids = wish.ids === undefined ? null : [...wish.ids]
  const found = await sql<Array<{ id: string; queue: string | null }>>`
    select id, coalesce(source_name, data->>'job') as queue from job
    where name = ${deadLetterQueue} and state < 'active' and not blocked
      and coalesce(source_name, data->>'job') = any(${[...jobNames]}::text[])
      and (${ids}::uuid[] is null or id = any(${ids}::uuid[]))
      and (${wish.queue ?? null}::text is null or coalesce(source_name, data->>'job') = ${wish.queue ?? null})
    order by priority desc, created_on limit ${wish.limit} for update`
  const moved: Array<{ readonly queue: string; readonly jobs: number }> = []
  for (const [queue, letters] of Map.groupBy(found, (letter) => letter.queue)) {
    if (!isJobName(queue)) continue
    const some = letters.map(({ id }) => id)
    moved.push({ queue, jobs: await redriveTo(pgBoss, sql, queue, some, by) })
  }
  if (moved.length > 0)
    await wakeWorkers(
      sql,
      moved.map(({ queue }) => queue)
    )
  return moved
}

const runNow = async (
  pgBoss: PgBoss,
  sql: Sql,
  name: string,
  id: string,
  state: string
): Promise<boolean> => {
  const db = fromConnection(sql)
  if (state === "later") await pgBoss.update(name, undefined, { id, startAfter: "0 seconds", db })
  else if (state === "failed") await pgBoss.retry(name, id, { db })
  else if (state === "canceled") await pgBoss.resume(name, id, { db })
  else return false
  return true
}

const retryOne = async (pgBoss: PgBoss, sql: Sql, id: string, by: ActBy): Promise<JobMoved | null> => {
  const job = await lockJob(sql, id)
  if (job === null) return null
  const { name, queue, state } = job
  if (state === "dead") {
    const moved = await redriveAll(pgBoss, sql, { ids: [id], limit: 1 }, by)
    return { queue, found: state, moved: moved.length > 0 }
  }
  const moved = await runNow(pgBoss, sql, name, id, state)
  if (moved) {
    await record(sql, { act: "retried", queue, jobId: id, jobs: 1 }, by)
    await wakeWorkers(sql, [name])
  }
  return { queue, found: state, moved }
}

const cancelOne = async (pgBoss: PgBoss, sql: Sql, id: string, by: ActBy): Promise<JobMoved | null> => {
  const job = await lockJob(sql, id)
  if (job === null) return null
  const { name, queue, state } = job
  const moved = state === "waiting" || state === "later" || state === "dead"
  if (moved) {
    await pgBoss.cancel(name, id, { db: fromConnection(sql) })
    await record(sql, { act: "canceled", queue, jobId: id, jobs: 1 }, by)
  }
  return { queue, found: state, moved }
}

const make = Effect.gen(function* () {
  const { pgBoss } = yield* Boss
  const unit = yield* UnitOfWork
  const act = <A>(work: (sql: Sql) => Promise<A>) =>
    unit.run(
      Effect.flatMap(transactionConnection, (sql) =>
        Effect.tryPromise({ try: () => work(sql), catch: storeFailure })
      )
    )
  return JobControl.of({
    pause: Effect.fn("JobControl.pause")((queue, by) => act((sql) => pauseOne(sql, queue, by))),
    resume: Effect.fn("JobControl.resume")((queue, by) => act((sql) => resumeOne(sql, queue, by))),
    retry: Effect.fn("JobControl.retry")((id, by) => act((sql) => retryOne(pgBoss, sql, id, by))),
    cancel: Effect.fn("JobControl.cancel")((id, by) => act((sql) => cancelOne(pgBoss, sql, id, by))),
    redrive: Effect.fn("JobControl.redrive")((wish, by) => act((sql) => redriveAll(pgBoss, sql, wish, by)))
  })
})

export const jobControlLayer: Layer.Layer<JobControl, never, Boss | UnitOfWork> = Layer.effect(
  JobControl,
  make
)
