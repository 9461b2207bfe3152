import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StoreFailure } from "./failure.ts"

export interface WorkerRow {
  readonly id: number
  readonly name: string
  readonly host: string
  readonly pid: number
  readonly startedAt: Date
  readonly seenAt: Date
  readonly workingOn: string
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
