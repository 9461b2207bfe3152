import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { HeldAtEnd, WorkerEnding } from "../model/held-at-end.ts"
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

/** A worker that works no more. */
export interface GoneWorker {
  readonly id: number
  readonly name: string
  readonly host: string
  readonly pid: number
  readonly startedAt: Date
  /** Its last sign of life. */
  readonly seenAt: Date
  readonly goneAt: Date
  readonly ending: WorkerEnding
  /** False: what it held waits for another worker to hand it back. */
  readonly isOver: boolean
  /** The worker that handed back what it held; null: itself. */
  readonly rescuedBy: string | null
  /** How many jobs it held; `jobs` are the first of them. */
  readonly held: number
  readonly jobs: ReadonlyArray<HeldAtEnd>
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class WorkerRegistry extends Context.Service<
  WorkerRegistry,
  {
    readonly list: () => Stored<ReadonlyArray<WorkerRow>>
    /** The last ones that ended within a week: those that nobody has rescued yet come first, those that were stopped in order last. */
    readonly gone: () => Stored<ReadonlyArray<GoneWorker>>
  }
>()("switchyard/WorkerRegistry") {}

/** The registered id of the worker that runs this fiber: the holder of its leases. 0 outside a worker. */
export const WorkerId = Context.Reference<number>("switchyard/WorkerId", { defaultValue: () => 0 })
