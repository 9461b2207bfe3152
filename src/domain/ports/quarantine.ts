import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StoreFailure } from "./failure.ts"
import type { SyncParty } from "./sync-run-store.ts"

/** Input that could not be used: its raw form, where it stood, and why. Nothing is lost. */
export interface QuarantinedInput {
  readonly source: string
  /** File and line, or the channel's id and the path of the field. */
  readonly place: string
  readonly reason: string
  readonly raw: string
}

export interface QuarantineRow extends QuarantinedInput {
  readonly id: number
  readonly party: string
  readonly firstAt: Date
  readonly lastAt: Date
  readonly times: number
}

export class Quarantine extends Context.Service<
  Quarantine,
  {
    /** Keeps the inputs; the same raw input at the same place is kept once and counted. */
    readonly keep: (
      party: SyncParty,
      inputs: ReadonlyArray<QuarantinedInput>,
      at: Date
    ) => Effect.Effect<void, StoreFailure>
    /** What was read well now was quarantined before: settle it. */
    readonly settle: (
      party: SyncParty,
      source: string,
      places: ReadonlyArray<string>,
      actor: string,
      at: Date
    ) => Effect.Effect<void, StoreFailure>
    readonly open: (limit: number) => Effect.Effect<ReadonlyArray<QuarantineRow>, StoreFailure>
  }
>()("switchyard/Quarantine") {}
