import * as Effect from "effect/Effect"
import type { Refusal, StoreFailure } from "../domain/ports/failure.ts"
import { Refusal as Refused } from "../domain/ports/failure.ts"
import { SettingsStore } from "../domain/ports/settings-store.ts"
import type { AppConfig } from "./config.ts"
import type { EmbeddedPostgresError } from "./embedded-postgres/failure.ts"
import { type Live, liveLayer } from "./live.ts"
import { openForChanges, openMigrated } from "./open-database.ts"

export type StartFailure = EmbeddedPostgresError | StoreFailure | Refusal

/** A live installation must never be driven as a sandbox, and the other way round (decisions B8). */
export const demandWorld = (config: AppConfig) =>
  Effect.gen(function* () {
    const installation = yield* (yield* SettingsStore).found(config.environment)
    if (installation.environment !== config.environment)
      return yield* new Refused({
        message: `This database belongs to a ${installation.environment} installation, and you asked for ${config.environment}. Set SWITCHYARD_WORLD=${installation.environment}, or name another database or SWITCHYARD_HOME.`
      })
  })

export interface HouseOptions {
  readonly supervise: boolean
  /** The work changes something: over a login that may only read it is not begun. */
  readonly changes?: boolean
}

/** Opens the database, migrates it, wires every port, and runs the work in it. */
export const withHouse = <A, E, R>(
  config: AppConfig,
  work: Effect.Effect<A, E, R>,
  options: HouseOptions = { supervise: false }
): Effect.Effect<A, E | StartFailure, Exclude<R, Live>> =>
  Effect.gen(function* () {
    const connection = yield* options.changes === true ? openForChanges(config) : openMigrated(config)
    return yield* Effect.andThen(demandWorld(config), work).pipe(
      Effect.provide(liveLayer(config, { connection, supervise: options.supervise }))
    )
  }).pipe(Effect.scoped) as Effect.Effect<A, E | StartFailure, Exclude<R, Live>>
