import * as Effect from "effect/Effect"
import type { Answer } from "../cli/answer.ts"
import type { Input } from "../cli/command-row.ts"
import { argument, number } from "../cli/input.ts"
import { Refusal } from "../domain/ports/failure.ts"
import { migrate } from "../store/migrate.ts"
import { backUp, restore } from "./backup-command.ts"
import type { AppConfig } from "./config.ts"
import { reset, startOrAttach, status, stop } from "./embedded-postgres/embedded-postgres.ts"
import { EmbeddedPostgresError } from "./embedded-postgres/failure.ts"
import { migrationsFolder, openDatabase } from "./open-database.ts"

const attempt = <A>(work: () => Promise<A>): Effect.Effect<A, EmbeddedPostgresError> =>
  Effect.tryPromise({ try: work, catch: (error) => error }).pipe(
    Effect.catch((error) => (error instanceof EmbeddedPostgresError ? Effect.fail(error) : Effect.die(error)))
  )

const say = (text: string, json: Record<string, unknown>): Answer => ({ json, text: [text] })

const demandEmbedded = (config: AppConfig) =>
  config.database === null
    ? Effect.void
    : new Refusal({ message: "DATABASE_URL names your own PostgreSQL, which is started and stopped by you." })

const start = Effect.fn("db.start")(function* (config: AppConfig) {
  yield* demandEmbedded(config)
  const hold = yield* attempt(() => startOrAttach({ base: config.home, keepRunning: true }))
  yield* Effect.promise(() => hold.leave())
  return say(`PostgreSQL ${hold.version} runs and stays: ${hold.url}`, {
    running: true,
    url: hold.url,
    version: hold.version
  })
})

const stopped = Effect.fn("db.stop")(function* (config: AppConfig, force: boolean) {
  yield* demandEmbedded(config)
  const done = yield* attempt(() => stop({ base: config.home, force }))
  return say(done.stopped ? "PostgreSQL is stopped." : "PostgreSQL was not running.", { ...done })
})

const told = Effect.fn("db.status")(function* (config: AppConfig) {
  if (config.database !== null) {
    const { host, port, database } = config.database
    return say(`DATABASE_URL: ${database} at ${host}:${port}`, { embedded: false, host, port, database })
  }
  const now = yield* attempt(() => status({ base: config.home }))
  const clients = now.state === "running" ? `, ${now.clients} switchyard program(s) connected` : ""
  return say(`PostgreSQL ${now.version} is ${now.state}${clients} (${now.dataDir})`, {
    embedded: true,
    ...now
  })
})

const wiped = Effect.fn("db.reset")(function* (config: AppConfig, yes: boolean, force: boolean) {
  yield* demandEmbedded(config)
  if (!yes)
    return yield* new Refusal({
      message: `This deletes every order and setting in ${config.home}. Repeat with --yes.`
    })
  yield* attempt(() => reset({ base: config.home, force }))
  return say("The database is gone. The next start begins an empty one.", { reset: true })
})

const migrated = Effect.fn("db.migrate")(function* (config: AppConfig) {
  const applied = yield* Effect.scoped(
    Effect.flatMap(openDatabase(config), (connection) => migrate(connection, migrationsFolder()))
  )
  const text = applied.length === 0 ? "The schema is up to date." : `Applied: ${applied.join(", ")}.`
  return say(text, { applied })
})

/** `db start|stop|status|reset|migrate|backup|restore` */
export const databaseCommand = (config: AppConfig, actor: string, verb: string, input: Input) => {
  const { flags } = input
  switch (verb) {
    case "start":
      return start(config)
    case "stop":
      return stopped(config, flags.force === true)
    case "status":
      return told(config)
    case "reset":
      return wiped(config, flags.yes === true, flags.force === true)
    case "backup":
      return backUp(config, argument(input, "file"))
    case "restore":
      return restore(config, actor, argument(input, "file"), {
        replace: flags.replace === true,
        withoutSecrets: flags["without-secrets"] === true,
        numbersAfter: number(input, "numbers-after") ?? 0,
        check: flags.check === true
      })
    default:
      return migrated(config)
  }
}
