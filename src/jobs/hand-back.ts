import * as Effect from "effect/Effect"
import type { Db } from "pg-boss"
import type { HeldAtEnd } from "../domain/model/held-at-end.ts"
import type { JobName, JobRequest } from "../domain/model/job-request.ts"
import { now } from "../domain/ports/clock.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { type Sql, storeFailure } from "../store/database.ts"
import { Boss } from "./boss.ts"
import { keepFailure, type Runner } from "./failed-attempts.ts"
import { bury, heldJob, isLastAttempt, putBack } from "./held-job.ts"
import { fromConnection, type PgBoss } from "./pg-boss-adapter.ts"
import { transactionConnection, wakeWorkers } from "./pg-boss-queue.ts"
import { runFails, runWaits } from "./run-of-job.ts"

/** Whose jobs, and how: a dead worker's run counts as an attempt, a worker's that leaves in order does not. */
export interface HandBack {
  readonly workerId: number
  readonly counted: boolean
  /** Only this queue's jobs, and not those: for a worker that lost count of what it holds. */
  readonly only?: { readonly queue: JobName; readonly except: ReadonlyArray<string> }
  /** Told of each job that no worker gets any more. */
  readonly onBuried?: (request: JobRequest) => void
  /** Told of each job that was held and is not over. */
  readonly onHeld?: (job: HeldAtEnd) => void
}

interface Claim {
  readonly id: string
  readonly queue: JobName
}

const claims = (sql: Sql, { workerId, only }: HandBack): Promise<ReadonlyArray<Claim>> =>
  // Locked, so that a job that another worker takes just now is either no longer ours or not yet theirs.
  only === undefined
    ? sql<Array<Claim>>`select job_id as id, queue from worker_jobs where worker_id = ${workerId} for update`
    : sql<Array<Claim>>`select job_id as id, queue from worker_jobs
        where worker_id = ${workerId} and queue = ${only.queue} and not job_id = any(${[...only.except]}::uuid[]) for update`

const everyoneDied = "Every worker that ran this job died"
const workerGone = "The worker that ran it is gone"

const handBackOne = async (
  pgBoss: PgBoss,
  db: Db,
  claim: Claim,
  { counted, onBuried, onHeld }: HandBack,
  runner: Runner
): Promise<boolean> => {
  const row = await pgBoss.getJobById(claim.queue, claim.id, { db })
  if (row === null) return false
  const job = heldJob(claim.queue, row)
  if (row.state !== "active") {
    if (row.state === "retry") onHeld?.({ ...claim, nextId: null })
    // The queue was faster and took it back by itself; who ran it is known here alone.
    const how = { message: workerGone, fate: "repeated", nextId: null } as const
    if (counted && row.state === "retry") {
      await keepFailure(db, runner, job, how)
      await runWaits(db, job, workerGone)
    }
    return false
  }
  const isDead = counted && isLastAttempt(job)
  const nextId = isDead
    ? await bury(pgBoss, db, job, everyoneDied)
    : await putBack(pgBoss, db, job, { counted, startAfterMs: 0 })
  if (nextId === null) return false
  if (counted)
    await keepFailure(db, runner, job, { message: workerGone, fate: isDead ? "dead" : "given on", nextId })
  onHeld?.({ ...claim, nextId })
  if (isDead) {
    await runFails(db, job, everyoneDied, runner.at)
    onBuried?.(job.data)
  }
  return true
}

const handBackAll = async (pgBoss: PgBoss, sql: Sql, which: HandBack, at: Date): Promise<number> => {
  const held = await claims(sql, which)
  if (held.length === 0) return 0
  const db = fromConnection(sql)
  const runner = { workerId: which.workerId, at }
  let count = 0
  for (const claim of held) if (await handBackOne(pgBoss, db, claim, which, runner)) count++
  await sql`delete from worker_jobs where worker_id = ${which.workerId} and job_id = any(${held.map((c) => c.id)}::uuid[])`
  await wakeWorkers(sql, new Set(held.map((claim) => claim.queue)))
  return count
}

/** Puts the jobs that a worker holds back into their queues and wakes somebody for them. */
export const handBackJobs = (which: HandBack): Effect.Effect<number, StoreFailure, Boss | UnitOfWork> =>
  Effect.gen(function* () {
    const { pgBoss } = yield* Boss
    const unit = yield* UnitOfWork
    const at = yield* now
    return yield* unit.run(
      Effect.flatMap(transactionConnection, (sql) =>
        Effect.tryPromise({ try: () => handBackAll(pgBoss, sql, which, at), catch: storeFailure })
      )
    )
  })
