import * as Effect from "effect/Effect"
import { ReadOnlyLogin } from "../cli/read-only-login.ts"
import type { Refusal, StoreFailure } from "../domain/ports/failure.ts"
import { Refusal as Refused } from "../domain/ports/failure.ts"
import { SettingsStore } from "../domain/ports/settings-store.ts"
import type { ConnectionOptions } from "../store/database.ts"
import { type AppConfig, ConfigError } from "./config.ts"
import type { EmbeddedPostgresError } from "./embedded-postgres/failure.ts"
import { type Live, liveLayer } from "./live.ts"
import { openForChanges, openMigrated } from "./open-database.ts"

export type StartFailure = EmbeddedPostgresError | StoreFailure | Refusal | ConfigError

/** Of what PostgreSQL says of it nobody could tell what to do: the owner's first start says which world it is. */
const unopened = ({ environment }: AppConfig, why: string) =>
  new ConfigError([
    `${why} Your login may only read, so its owner opens it once with their own DATABASE_URL: SWITCHYARD_WORLD=${environment} switchyard triage. If your login is refused then too, they give it its rights again: switchyard db role add NAME.`
  ])

const installationOf = Effect.fn("installationOf")(function* (config: AppConfig, readOnly: boolean) {
  const settings = yield* SettingsStore
  if (!readOnly) return yield* settings.found(config.environment)
  return yield* Effect.catchTag(settings.installation(), "StoreFailure", (failure) =>
    Effect.fail(failure.reason === "Defect" ? unopened(config, failure.message) : failure)
  )
})

/** A live installation must never be driven as a sandbox, and the other way round (decisions B8). */
export const demandWorld = (config: AppConfig, { readOnly = false }: ConnectionOptions) =>
  Effect.gen(function* () {
    const installation = yield* installationOf(config, readOnly)
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
    return yield* Effect.andThen(demandWorld(config, connection), work).pipe(
      Effect.provideService(ReadOnlyLogin, connection.readOnly === true),
      Effect.provide(liveLayer(config, { connection, supervise: options.supervise }))
    )
  }).pipe(Effect.scoped) as Effect.Effect<A, E | StartFailure, Exclude<R, Live>>
