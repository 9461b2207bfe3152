import { createInterface } from "node:readline/promises"
import * as Effect from "effect/Effect"
import type { Answer } from "../cli/answer.ts"
import { now } from "../domain/ports/clock.ts"
import { Refusal } from "../domain/ports/failure.ts"
import type { ConnectionOptions } from "../store/database.ts"
import { migrate } from "../store/migrate.ts"
import { inspectBackup, type Restored, restoreBackup } from "../store/restore-backup.ts"
import { findKey, keyFileOf } from "../store/vault-key.ts"
import { type BackupMade, writeBackup } from "../store/write-backup.ts"
import type { AppConfig } from "./config.ts"
import { migrationsFolder, openDatabase } from "./open-database.ts"
import { version } from "./program.ts"

const keyPlaces = (config: AppConfig) => ({
  credentialsFolder: process.env.CREDENTIALS_DIRECTORY,
  configFolder: config.keyFolder
})

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`

const keySaid = (config: AppConfig, keyId: string | null): string =>
  keyId === null
    ? "It holds no secrets."
    : `Its secrets are encrypted with key ${keyId}, which is NOT in it: keep ${keyFileOf(keyPlaces(config))} apart from it. Without the key they cannot be read; with both, anybody can.`

const madeSaid = (config: AppConfig, made: BackupMade): Answer => ({
  json: made,
  text: [
    `${made.rows} rows of ${made.tables} tables, schema ${made.schema}, are in ${made.path} (${megabytes(made.bytes)}).`,
    `sha256 ${made.hash}`,
    keySaid(config, made.keyId)
  ]
})

/** `db backup <file>`: one moment of the whole database, while everybody works on. */
export const backUp = Effect.fn("db.backup")(function* (config: AppConfig, file: string) {
  const made = yield* Effect.scoped(
    Effect.gen(function* () {
      const connection = yield* openDatabase(config)
      // An older schema is brought up first, so that a backup is always of this program's.
      yield* migrate(connection, migrationsFolder())
      return yield* writeBackup(connection, { file, program: version(), at: yield* now })
    })
  )
  return madeSaid(config, made)
})

/** Whether a terminal is there, and what is typed on it. Tests put their own in its place. */
export interface Asking {
  readonly isTerminal: boolean
  readonly ask: (question: string) => Promise<string>
}

export const terminal: Asking = {
  isTerminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
  ask: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return await lines.question(question)
    } finally {
      lines.close()
    }
  }
}

/** What is replaced is gone, so its name is typed by somebody who can see what it is. */
const demandConsent = Effect.fn("demandConsent")(function* (database: string, asking: Asking) {
  if (!asking.isTerminal)
    return yield* new Refusal({
      message:
        "--replace asks a person, and there is no terminal. Restore into an empty database: switchyard db reset --yes empties the embedded one."
    })
  const typed = yield* Effect.promise(() =>
    asking.ask(`Everything in the database “${database}” is deleted. Type its name to go on: `)
  )
  if (typed.trim() !== database)
    return yield* new Refusal({ message: "That is not its name. Nothing was changed." })
})

const restoredSaid = (done: Restored): ReadonlyArray<string> => [
  `${done.rows} rows of ${done.takenAt.toISOString()} are restored.${done.applied.length === 0 ? "" : ` Schema brought up to date: ${done.applied.join(", ")}.`}`,
  `${done.lookedUp} send(s) that waited or were under way are looked up at their suppliers before anything is sent; what nobody can tell is in doubt (switchyard doubts list).`,
  `${done.held} order(s) may have been sent since the backup and are held: check, then switchyard restore release. So is every order that comes in and was placed before now.`,
  `Purchase-order numbers go on from ${done.numbersTo + 1}: ${done.numbersFrom + 1} to ${done.numbersTo} are skipped, because some of them may be at suppliers.`,
  "Shipment files that were read after the backup are in the suppliers' archive folders: put them back to have them read again."
]

export interface RestoreFlags {
  readonly replace: boolean
  readonly withoutSecrets: boolean
  readonly numbersAfter: number
  readonly check: boolean
}

const inspected = Effect.fn("db.restore --check")(function* (config: AppConfig, file: string) {
  const head = yield* inspectBackup(file)
  const schema = head.migrations.at(-1)?.version ?? 0
  return {
    json: { ...head, schema },
    text: [
      `${file} is whole: a backup of ${head.takenAt}, a ${head.environment ?? "new"} installation, schema ${schema}, by Switchyard ${head.program}.`,
      keySaid(config, head.keyId)
    ]
  } satisfies Answer
})

const refill = (config: AppConfig, actor: string, file: string, flags: RestoreFlags, asking: Asking) =>
  Effect.gen(function* () {
    const key = yield* findKey(keyPlaces(config))
    // Before anybody is asked to delete anything: the file itself must be whole.
    yield* inspectBackup(file)
    const connection: ConnectionOptions = yield* openDatabase(config)
    if (flags.replace) yield* demandConsent(connection.database, asking)
    return yield* restoreBackup(connection, {
      file,
      migrations: migrationsFolder(),
      environment: config.environment,
      keyId: key?.id ?? null,
      keyFile: keyFileOf(keyPlaces(config)),
      replace: flags.replace,
      withoutSecrets: flags.withoutSecrets,
      numbersAfter: flags.numbersAfter,
      actor,
      at: yield* now
    })
  })

/** `db restore <file>`: into an empty database, or in place of one whose name a person types. */
export const restore = Effect.fn("db.restore")(function* (
  config: AppConfig,
  actor: string,
  file: string,
  flags: RestoreFlags,
  asking: Asking = terminal
) {
  if (flags.check) return yield* inspected(config, file)
  const done = yield* Effect.scoped(refill(config, actor, file, flags, asking))
  return { json: done, text: restoredSaid(done) } satisfies Answer
})
