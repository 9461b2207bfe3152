import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { readOnlyLogin } from "../cli/command-deeds.ts"
import { Refusal, type StoreFailure } from "../domain/ports/failure.ts"
import type { ConnectionOptions } from "../store/database.ts"
import { openSchema } from "../store/migrate.ts"
import type { AppConfig } from "./config.ts"
import type { EmbeddedPostgresError } from "./embedded-postgres/failure.ts"
import { embeddedPostgres } from "./embedded-postgres/live.ts"

/** sql/migrations beside the program: two folders up from src/app and one up from dist. */
export const migrationsFolder = (): string => {
  const here = dirname(fileURLToPath(import.meta.url))
  const found = [join(here, "..", "sql", "migrations"), join(here, "..", "..", "sql", "migrations")].find(
    existsSync
  )
  if (found === undefined) throw new Error("sql/migrations is missing: install switchyard again")
  return found
}

/** The given database, or the embedded one, which this scope then keeps running. */
export const openDatabase = (
  config: AppConfig
): Effect.Effect<ConnectionOptions, EmbeddedPostgresError, Scope.Scope> =>
  config.database === null
    ? Effect.map(embeddedPostgres({ base: config.home }), (hold) => hold.connection)
    : Effect.succeed(config.database)

/** Opens the database and brings its schema up to date; a database newer than this program is refused by name. */
export const openMigrated = (
  config: AppConfig
): Effect.Effect<ConnectionOptions, EmbeddedPostgresError | StoreFailure | Refusal, Scope.Scope> =>
  Effect.gen(function* () {
    const connection = yield* openDatabase(config)
    const { readOnly } = yield* openSchema(connection, migrationsFolder())
    return readOnly ? { ...connection, readOnly } : connection
  })

/** The same, for what changes something: refused before it begins where the login may only read. */
export const openForChanges = (
  config: AppConfig
): Effect.Effect<ConnectionOptions, EmbeddedPostgresError | StoreFailure | Refusal, Scope.Scope> =>
  Effect.flatMap(openMigrated(config), (connection) =>
    connection.readOnly === true
      ? Effect.fail(new Refusal({ message: readOnlyLogin }))
      : Effect.succeed(connection)
  )
