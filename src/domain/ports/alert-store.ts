import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { AlertCause, OpenAlert } from "../model/alert.ts"
import type { StoreFailure } from "./failure.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

export class AlertStore extends Context.Service<
  AlertStore,
  {
    /** Causes as they stand now, from the rows of channels with auto-processing on: failures and orders that wait for RESOLVE. */
    readonly causes: () => Stored<ReadonlyArray<AlertCause>>
    /** Opens new causes, updates counts of known ones, dismisses those that went. */
    readonly settle: (causes: ReadonlyArray<AlertCause>, at: Date) => Stored<void>
    /** Open alerts that were not mailed yet. */
    readonly toMail: () => Stored<ReadonlyArray<OpenAlert>>
    readonly mailed: (ids: ReadonlyArray<number>, at: Date) => Stored<void>
  }
>()("switchyard/AlertStore") {}
