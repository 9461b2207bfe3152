import type { Db } from "pg-boss"
import type { JobRequest } from "../domain/model/job-request.ts"
import { withAttempts } from "../domain/model/run-attempts.ts"
import { SyncRunId } from "../domain/model/sync-run.ts"
import type { HeldJob } from "./held-job.ts"

type OfRun = Extract<JobRequest, { readonly runId?: unknown }>["job"]

const ofRuns: Readonly<Record<OfRun, true>> = {
  "orders.download": true,
  "orders.look-back": true,
  "shipments.receive": true,
  "fulfillments.sweep": true,
  "inventory.sweep": true,
  "tracking.poll": true
}

/** Whose requests name the run that they carry out. */
export const queuesOfRuns: ReadonlyArray<string> = Object.keys(ofRuns)

/** A row of the queue may hold anything. */
const runOf = ({ data }: { readonly data: unknown }): SyncRunId | null => {
  const id = typeof data === "object" && data !== null && "runId" in data ? data.runId : null
  return Number.isSafeInteger(id) ? SyncRunId(Number(id)) : null
}

/** Until the queue gives its job out again. pg-boss alone knows when: it lengthens each wait, and not evenly. */
const letWait = `
  update sync_runs r set beat_at = clock_timestamp(), error = $3, waits_until = j.start_after
  from job j where j.name = $4 and j.id = $2::uuid and j.state = 'retry' and r.id = $1::bigint
    and r.state = 'running'`

const close = `
  update sync_runs set state = 'failed', ended_at = $2::timestamptz, error = $3, waits_until = null
  where id = $1::bigint and state = 'running'`

/**
 * The job failed and is repeated: the run it carries out says after which attempt and why it stands still, and until when. After
 * the queue was told.
 */
export const runWaits = async (db: Db, job: HeldJob, message: string): Promise<void> => {
  const run = runOf(job)
  const said = withAttempts(message, { failed: job.retryCount + 1, most: job.retryLimit + 1 })
  if (run !== null) await db.executeSql(letWait, [run, job.id, said, job.queue])
}

/** Nobody repeats the job by itself: the run has failed, and the next one need not wait for it. */
export const runFails = async (db: Db, job: HeldJob, message: string, at: Date): Promise<void> => {
  const run = runOf(job)
  if (run !== null) await db.executeSql(close, [run, at.toISOString(), message])
}
