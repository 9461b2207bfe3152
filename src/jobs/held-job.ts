import { randomUUID } from "node:crypto"
import type { Db, JobWithMetadata } from "pg-boss"
import type { JobName, JobRequest } from "../domain/model/job-request.ts"
import { deadLetterQueue } from "./job-table.ts"
import type { PgBoss } from "./pg-boss-adapter.ts"

/** A job that a worker holds: `id` and `retryCount` together are the claim that fences every later statement. */
export interface HeldJob {
  readonly id: string
  readonly queue: JobName
  readonly data: JobRequest
  readonly retryCount: number
  readonly retryLimit: number
  readonly priority: number
}

export const heldJob = (queue: JobName, row: JobWithMetadata<unknown>): HeldJob => ({
  id: row.id,
  queue,
  data: row.data as JobRequest,
  retryCount: row.retryCount,
  retryLimit: row.retryLimit,
  priority: row.priority
})

/** What is written beside the request of a dead letter. */
export interface DeadLetterReason {
  readonly queue: JobName
  readonly message: string
  readonly attempts: number
}

/** pg-boss answers a command with the number of jobs it settled; its types leave that out. */
const settledSome = (response: object): boolean => "affected" in response && Number(response.affected) > 0

const claimOf = (job: HeldJob) => ({ id: job.id, retryCount: job.retryCount })

/**
 * Gives a job back as a new one with the same request, to be run from `startAfterMs` on. The copy has a new id: with the
 * old one, a worker that woke up late could settle the new run by its old claim. Told by `counted` whether the lost run
 * used up an attempt. Returns the new id; null when the claim is no longer ours.
 */
export const putBack = async (
  pgBoss: PgBoss,
  db: Db,
  job: HeldJob,
  how: { readonly counted: boolean; readonly startAfterMs: number }
): Promise<string | null> => {
  if (!settledSome(await pgBoss.deleteJob(job.queue, claimOf(job), { db }))) return null
  const id = randomUUID()
  await pgBoss.insert(
    job.queue,
    [
      {
        id,
        data: job.data,
        priority: job.priority,
        retryLimit: Math.max(0, job.retryLimit - job.retryCount - (how.counted ? 1 : 0)),
        ...(how.startAfterMs > 0 ? { startAfter: how.startAfterMs / 1000 } : {})
      }
    ],
    { db }
  )
  return id
}

/** Moves a job to the dead letters, where it waits for a person. Returns its id there; null when the claim is no longer ours. */
export const bury = async (pgBoss: PgBoss, db: Db, job: HeldJob, message: string): Promise<string | null> => {
  if (!settledSome(await pgBoss.deleteJob(job.queue, claimOf(job), { db }))) return null
  const id = randomUUID()
  const reason: DeadLetterReason = { queue: job.queue, message, attempts: job.retryCount + 1 }
  await pgBoss.insert(deadLetterQueue, [{ id, data: { ...job.data, reason } }], { db })
  return id
}

export const isLastAttempt = (job: HeldJob): boolean => job.retryCount >= job.retryLimit
