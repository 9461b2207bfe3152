import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { JobRequest } from "../model/job-request.ts"
import type { StoreFailure } from "./failure.ts"

export class JobQueue extends Context.Service<
  JobQueue,
  {
    /** Enqueues in the running transaction (or at once outside one) and wakes a worker at commit. */
    readonly enqueue: (jobs: ReadonlyArray<JobRequest>) => Effect.Effect<void, StoreFailure>
  }
>()("switchyard/JobQueue") {}
