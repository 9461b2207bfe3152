import type { Db } from "pg-boss"
import type { JobName } from "../domain/model/job-request.ts"
import { keepFailure, type Runner, saidOfFailure } from "./failed-attempts.ts"
import { bury, type HeldJob, isLastAttempt, putBack } from "./held-job.ts"
import type { Outcome } from "./outcome.ts"
import type { PgBoss } from "./pg-boss-adapter.ts"
import { runFails, runWaits } from "./run-of-job.ts"

export interface FinishedJob {
  readonly job: HeldJob
  readonly outcome: Outcome
}

const settleOne = async (
  pgBoss: PgBoss,
  db: Db,
  runner: Runner,
  { job, outcome }: FinishedJob
): Promise<void> => {
  const die = async (said: string): Promise<void> => {
    const message = await saidOfFailure(db, job, said)
    const nextId = await bury(pgBoss, db, job, message)
    await keepFailure(db, runner, job, { message, fate: nextId === null ? "repeated" : "dead", nextId })
    if (nextId !== null) await runFails(db, job, message, runner.at)
  }
  switch (outcome._tag) {
    case "Done":
      return
    case "Retry": {
      if (isLastAttempt(job)) return die(outcome.message)
      const message = await saidOfFailure(db, job, outcome.message)
      await keepFailure(db, runner, job, { message, fate: "repeated", nextId: null })
      await pgBoss.fail(job.queue, { id: job.id, retryCount: job.retryCount }, { message }, { db })
      await runWaits(db, job, message)
      return
    }
    case "Snooze":
      await putBack(pgBoss, db, job, { counted: false, startAfterMs: outcome.afterMs })
      return
    case "Stop":
      await die(outcome.message)
  }
}

/** Tells the queue how its jobs ended: one statement for all that are done, a few for each that is not. */
export const settleJobs = async (
  pgBoss: PgBoss,
  db: Db,
  runner: Runner,
  queue: JobName,
  finished: ReadonlyArray<FinishedJob>
): Promise<void> => {
  const done = finished.filter(({ outcome }) => outcome._tag === "Done")
  if (done.length > 0)
    await pgBoss.complete(
      queue,
      done.map(({ job }) => ({ id: job.id, retryCount: job.retryCount })),
      null,
      { db }
    )
  for (const one of finished) await settleOne(pgBoss, db, runner, one)
}

/** What a run ends as, for the counts. */
export type End = "done" | "failed" | "deadLettered" | "snoozed"

export const endOf = ({ job, outcome }: FinishedJob): End => {
  if (outcome._tag === "Done") return "done"
  if (outcome._tag === "Snooze") return "snoozed"
  return outcome._tag === "Stop" || isLastAttempt(job) ? "deadLettered" : "failed"
}
