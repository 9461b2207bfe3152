import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { JobState } from "../model/job-state.ts"
import type { StoreFailure } from "./failure.ts"

/** Who does it, when and why: kept with what was done. */
export interface ActBy {
  readonly by: string
  readonly at: Date
  readonly reason: string
}

/** What was found under an id, and whether it was moved: in some states nothing can be. */
export interface JobMoved {
  readonly queue: string
  readonly found: JobState
  readonly moved: boolean
}

/** Dead letters: some by their id, or all of one queue, or all; oldest first, no more than `limit`. */
export interface RedriveWish {
  readonly ids?: ReadonlyArray<string>
  readonly queue?: string
  readonly limit: number
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What a person may do to the job queue. Each act is recorded in its own transaction. */
export class JobControl extends Context.Service<
  JobControl,
  {
    /** No worker takes jobs of this queue any more; what was taken is finished. False: it is paused already. */
    readonly pause: (queue: string, by: ActBy) => Stored<boolean>
    readonly resume: (queue: string, by: ActBy) => Stored<boolean>
    /** A repeat that waits for its time, a failed or a canceled job runs now. null: there is no such job. */
    readonly retry: (id: string, by: ActBy) => Stored<JobMoved | null>
    /** A job that no worker has yet will not run; a dead letter is settled. null: there is no such job. */
    readonly cancel: (id: string, by: ActBy) => Stored<JobMoved | null>
    /** Puts dead letters back where they came from, to run now. Returns how many, by queue. */
    readonly redrive: (
      wish: RedriveWish,
      by: ActBy
    ) => Stored<ReadonlyArray<{ readonly queue: string; readonly jobs: number }>>
  }
>()("switchyard/JobControl") {}
