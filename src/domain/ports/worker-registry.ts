import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StoreFailure } from "./failure.ts"

/** What one worker does for one queue. */
export interface QueueLoad {
  /** Runs just now. */
  readonly running: number
  /** How many it runs at once. */
  readonly places: number
  /** Runs of the last minute, by how they ended. */
  readonly done: number
  readonly failed: number
}

export interface WorkerRow {
  readonly id: number
  readonly name: string
  readonly host: string
  readonly pid: number
  readonly startedAt: Date
  readonly seenAt: Date
  readonly workingOn: string
  /** By queue; a queue for which it does nothing is left out. As of `seenAt`. */
  readonly load: Readonly<Record<string, QueueLoad>>
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class WorkerRegistry extends Context.Service<
  WorkerRegistry,
  {
    readonly list: () => Stored<ReadonlyArray<WorkerRow>>
  }
>()("switchyard/WorkerRegistry") {}

/** The registered id of the worker that runs this fiber: the holder of its leases. 0 outside a worker. */
export const WorkerId = Context.Reference<number>("switchyard/WorkerId", { defaultValue: () => 0 })
