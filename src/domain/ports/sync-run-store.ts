import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { CarrierAccountId } from "../model/carrier-account.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { SyncCounts, SyncRecord, SyncRunId, SyncService, SyncTrigger } from "../model/sync-run.ts"
import type { StoreFailure } from "./failure.ts"

/** Who sends us what we read. */
export type TradingParty = { readonly channelId: ChannelId } | { readonly supplierId: SupplierId }
export type SyncParty = TradingParty | { readonly carrierAccountId: CarrierAccountId }

export interface RunningSync {
  readonly id: SyncRunId
  readonly trigger: SyncTrigger
  readonly startedAt: Date
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class SyncRunStore extends Context.Service<
  SyncRunStore,
  {
    /** null while another run of the same service and party is going on (and its worker lives). */
    readonly start: (
      service: SyncService,
      party: SyncParty,
      trigger: SyncTrigger,
      at: Date
    ) => Stored<SyncRunId | null>
    readonly isRunning: (id: SyncRunId) => Stored<boolean>
    /** Whoever works on a run takes it up first: a sign of life, and the end of its waiting. null: it runs no more. */
    readonly takeUp: (id: SyncRunId) => Stored<RunningSync | null>
    readonly goingOn: (service: SyncService, party: SyncParty) => Stored<RunningSync | null>
    /** It goes on later, because the other side asked to wait: not dead until then, and the reason is shown. */
    readonly rest: (id: SyncRunId, forMs: number, why: string) => Stored<void>
    /** So many more pages were read, up to this time of the channel. False: the run goes on no more, and nothing may be written. */
    readonly turnPages: (
      id: SyncRunId,
      turned: {
        readonly pages: number
        readonly since: Date
        readonly reachedAt: Date | null
        readonly remaining: number | null
      }
    ) => Stored<boolean>
    /** Ends a run that goes on, by a person's word. False: it has ended already. */
    readonly cancel: (id: SyncRunId, why: string, at: Date) => Stored<boolean>
    /** Appends per-record results and adds their counts. */
    readonly record: (id: SyncRunId, records: ReadonlyArray<SyncRecord>) => Stored<void>
    readonly addCounts: (id: SyncRunId, counts: SyncCounts) => Stored<void>
    readonly finish: (id: SyncRunId, error: string | null, at: Date) => Stored<void>
  }
>()("switchyard/SyncRunStore") {}
