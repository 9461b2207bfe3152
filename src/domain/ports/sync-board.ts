import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { SyncRecord, SyncRun, SyncService } from "../model/sync-run.ts"
import type { StoreFailure } from "./failure.ts"

/** One line of Sync status: a service of a channel, supplier or carrier account, its last run and its next. */
export interface SyncLine {
  readonly party: string
  readonly partyKind: "channel" | "supplier" | "carrier"
  readonly partyId: number
  readonly service: SyncService
  readonly enabled: boolean
  readonly everyMinutes: number
  readonly last: SyncRun | null
  readonly nextAt: Date | null
  /** What waits for this service, as the worker counted it a few seconds ago. */
  readonly backlog: number
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class SyncBoard extends Context.Service<
  SyncBoard,
  {
    readonly status: () => Stored<ReadonlyArray<SyncLine>>
    /** Newest first; before: the id of the last run of the page before. */
    readonly runs: (limit: number, before: number | null) => Stored<ReadonlyArray<SyncRun>>
    readonly records: (runId: number, limit: number) => Stored<ReadonlyArray<SyncRecord>>
  }
>()("switchyard/SyncBoard") {}
