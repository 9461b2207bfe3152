import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Environment } from "../model/environment.ts"
import type { StoreFailure } from "./failure.ts"

export interface Installation {
  readonly environment: Environment
  readonly sendsStopped: boolean
  readonly sendsStoppedBy: string | null
  /** The whole installation is in shadow mode. */
  readonly shadow: boolean
}

export class SettingsStore extends Context.Service<
  SettingsStore,
  {
    /** The installation's own row; the first call of a fresh database writes it with the given environment. */
    readonly installation: () => Effect.Effect<Installation, StoreFailure>
    readonly found: (environment: Environment) => Effect.Effect<Installation, StoreFailure>
  }
>()("switchyard/SettingsStore") {}
