import { hostname } from "node:os"
import * as Effect from "effect/Effect"
import type { JobName, JobRequest } from "../domain/model/job-request.ts"
import { Actor } from "../domain/ports/actor.ts"
import { CurrentJob } from "../domain/ports/current-job.ts"
import { retry } from "../domain/ports/failure.ts"
import { WorkerId } from "../domain/ports/worker-registry.ts"
import type { HeldJob } from "./held-job.ts"
import { jobTable } from "./job-table.ts"
import { type JobFailure, type Outcome, outcomeOf } from "./outcome.ts"

/** What a handler may want to know about its run. */
export interface JobRun {
  readonly id: string
  /** 1 for the first attempt. */
  readonly attempt: number
}

export type JobHandler<Name extends JobName, R> = (
  request: Extract<JobRequest, { readonly job: Name }>,
  run: JobRun
) => Effect.Effect<unknown, JobFailure, R>

/** One handler for each job: a missing one does not compile. */
export type JobHandlers<R> = { readonly [Name in JobName]: JobHandler<Name, R> }

const tooLong = (seconds: number): JobFailure => ({
  settlement: retry,
  message: `The job ran longer than ${seconds} seconds and was interrupted`
})

const handle = <R>(handlers: JobHandlers<R>, job: HeldJob): Effect.Effect<unknown, JobFailure, R> => {
  if (job.data?.job !== job.queue) return Effect.die(new Error(`A job in ${job.queue} is not one of its own`))
  // The check above says which member of the union it is; the type checker cannot follow it through the table.
  const handler = handlers[job.queue] as JobHandler<JobName, R>
  return Effect.suspend(() => handler(job.data, { id: job.id, attempt: job.retryCount + 1 }))
}

/** Runs one job to its outcome. Whatever a handler does, it ends here and not in its siblings. */
export const runJob = <R>(
  handlers: JobHandlers<R>,
  workerId: number,
  job: HeldJob
): Effect.Effect<Outcome, never, R> => {
  const limit = jobTable[job.queue].timeLimitSeconds
  return handle(handlers, job).pipe(
    Effect.timeoutOrElse({ duration: limit * 1000, orElse: () => Effect.fail(tooLong(limit)) }),
    Effect.withSpan(job.queue, { attributes: { job: job.id } }),
    Effect.provideService(WorkerId, workerId),
    Effect.provideService(CurrentJob, { queue: job.queue, id: job.id, attempt: job.retryCount + 1 }),
    Effect.provideService(Actor, `worker:${hostname()}:${process.pid}`),
    Effect.exit,
    Effect.map(outcomeOf),
    Effect.tap((outcome) =>
      outcome._tag === "Retry" && outcome.defect
        ? Effect.logError(`Job ${job.queue} ${job.id} ended in a defect: ${outcome.message}`)
        : Effect.void
    )
  )
}
