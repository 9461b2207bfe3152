import * as Effect from "effect/Effect"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import { jobNames } from "../../src/jobs/job-table.ts"
import type { JobHandlers } from "../../src/jobs/run-job.ts"
import { runWorker, type WorkerOptions } from "../../src/jobs/worker.ts"

/** Jobs that a bench does not speak of end at once. */
export const handlersWith = <R>(some: Partial<JobHandlers<R>>): JobHandlers<R> => {
  const nothing = (_request: JobRequest) => Effect.void
  return {
    ...(Object.fromEntries(jobNames.map((name) => [name, nothing])) as unknown as JobHandlers<R>),
    ...some
  }
}

/** The production worker in this process, ready to take jobs; resolves with what ends it. */
export const startWorker = <R>(
  run: (worker: ReturnType<typeof runWorker<R>>, signal: AbortSignal) => Promise<unknown>,
  handlers: Partial<JobHandlers<R>>,
  more: Pick<WorkerOptions<R>, "widths"> = {}
): Promise<() => Promise<void>> =>
  new Promise((ready, failed) => {
    const stop = new AbortController()
    const worker = runWorker<R>({
      handlers: handlersWith(handlers),
      name: "bench",
      version: "0",
      onDeath: () => Effect.void,
      onReady: () => Effect.sync(() => ready(end)),
      ...more
    })
    const ended = run(worker, stop.signal).catch((error) => {
      if (!stop.signal.aborted) failed(error)
    })
    const end = async () => {
      stop.abort()
      await ended
    }
  })
