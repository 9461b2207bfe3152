import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { Refusal, type StoreFailure } from "../domain/ports/failure.ts"
import {
  type ConnectionOptions,
  connect,
  Database,
  type Sql,
  schemaName,
  storeFailure,
  transact
} from "./database.ts"
import { dropMaskedViews, writeMaskedViews } from "./masked-views.ts"

export interface Migration {
  readonly version: number
  readonly name: string
  readonly text: string
}

interface Applied {
  readonly version: number
  readonly hash: string
  readonly name: string
}

/** Reads `0001_name.sql` files, in order. */
export const readMigrations = (folder: string): ReadonlyArray<Migration> =>
  readdirSync(folder)
    .filter((file) => /^\d{4}_.*\.sql$/.test(file))
    .sort()
    .map((file) => ({
      version: Number(file.slice(0, 4)),
      name: file,
      text: readFileSync(join(folder, file), "utf8")
    }))

export const migrationHash = (text: string): string => createHash("sha256").update(text).digest("hex")

/** Any number: the advisory lock under which one process migrates and all others wait. */
const migrationLock = 5_948_001

/** Applies what is missing, in the caller's transaction. First of all the claim: twenty processes that start at once migrate once. */
export const applyMigrations = async (
  tx: Sql,
  migrations: ReadonlyArray<Migration>
): Promise<ReadonlyArray<string>> => {
  await tx`select pg_advisory_xact_lock(${migrationLock})`
  await tx.unsafe(`create schema if not exists ${schemaName}`)
  await tx`create table if not exists schema_migrations (
    version int primary key, name text not null, hash text not null, applied_at timestamptz not null default now())`
  const done = await tx<Array<Applied>>`select version, hash, name from schema_migrations`
  refuseForeign(done, migrations)
  const known = new Set(done.map((d) => d.version))
  const applied: Array<string> = []
  const missing = migrations.filter((m) => !known.has(m.version))
  const hasReaders = missing.length > 0 && (await dropMaskedViews(tx))
  for (const migration of missing) {
    await tx.unsafe(migration.text).simple()
    await tx`insert into schema_migrations (version, name, hash) values (${migration.version}, ${migration.name}, ${migrationHash(migration.text)})`
    applied.push(migration.name)
  }
  if (hasReaders) await writeMaskedViews(tx)
  return applied
}

const noSuchTable = "42P01"

/** Asked of PostgreSQL, which is the one that refuses: a screen only says so. */
const readsOnly = (sql: Sql) => sql`
  (current_setting('transaction_read_only') = 'on' or not has_table_privilege('schema_migrations', 'insert'))`

interface FoundMigration extends Applied {
  readonly readOnly: boolean
}

/** What was applied to this database; nothing where there is no schema yet. */
const appliedSoFar = async (sql: Sql): Promise<ReadonlyArray<FoundMigration>> => {
  try {
    return await sql<Array<FoundMigration>>`
      select version, hash, name, ${readsOnly(sql)} as "readOnly" from schema_migrations`
  } catch (cause) {
    if (typeof cause === "object" && cause !== null && "code" in cause && cause.code === noSuchTable)
      return []
    throw cause
  }
}

export interface OpenedSchema {
  /** The migrations that were applied now. */
  readonly applied: ReadonlyArray<string>
  /** Nothing can be changed over this connection. */
  readonly readOnly: boolean
}

/** The usual start has nothing to apply: it looks, and neither waits for the lock of who migrates nor keeps it from others. */
const applyPending = async (sql: Sql, migrations: ReadonlyArray<Migration>): Promise<OpenedSchema> => {
  const done = await appliedSoFar(sql)
  refuseForeign(done, migrations)
  const readOnly = done.some((one) => one.readOnly)
  if (done.length === migrations.length) return { applied: [], readOnly }
  if (readOnly) throw new ForeignSchema(behind(migrations.length - done.length))
  const applied = await transact(sql, (tx) => applyMigrations(tx, migrations))
  return { applied, readOnly }
}

const behind = (missing: number): string =>
  `This database lacks ${missing} migration(s) of this program, and its login may only read. Start any program with the other login once (switchyard db migrate), or use the older program.`

const newerText = (names: ReadonlyArray<string>): string =>
  `This database was migrated by a newer Switchyard (${names.join(", ")}).`

class ForeignSchema extends Error {}

const refuseForeign = (done: ReadonlyArray<Applied>, migrations: ReadonlyArray<Migration>): void => {
  const newest = migrations.at(-1)?.version ?? 0
  const newer = done.filter((d) => d.version > newest)
  if (newer.length > 0)
    throw new ForeignSchema(`${newerText(newer.map((n) => n.name))} Use that version or a newer one.`)
  const changed = done.find((d) =>
    migrations.some((m) => m.version === d.version && migrationHash(m.text) !== d.hash)
  )
  if (changed !== undefined)
    throw new ForeignSchema(
      `Migration ${changed.name} differs from the one that was applied to this database.`
    )
}

const mayNot = (cause: unknown): cause is Error =>
  cause instanceof Error && "code" in cause && cause.code === "42501"

/** No superuser is needed, and no CREATEROLE: an own database, or the right to make schemas in one. */
const lacksRights = ({ user, database }: ConnectionOptions, cause: Error): string =>
  `PostgreSQL does not let the login ${user} set up Switchyard in the database ${database} (${cause.message}). Its owner may say: grant create on database "${database}" to "${user}"; or give a DATABASE_URL of the login that owns Switchyard's tables, or of one made by switchyard db role add. Nothing was changed.`

/** Brings the schema up to date, where the login may. Refuses a database newer than the program. */
export const openSchema = (
  options: ConnectionOptions,
  folder: string
): Effect.Effect<OpenedSchema, StoreFailure | Refusal> =>
  Effect.acquireUseRelease(
    Effect.sync(() => connect({ ...options, max: 1, applicationName: "switchyard migrate" })),
    (sql) =>
      Effect.tryPromise({
        try: () => applyPending(sql, readMigrations(folder)),
        catch: (cause) => {
          if (cause instanceof ForeignSchema) return new Refusal({ message: cause.message })
          return mayNot(cause) ? new Refusal({ message: lacksRights(options, cause) }) : storeFailure(cause)
        }
      }),
    (sql) => Effect.promise(() => sql.end({ timeout: 2 }))
  )

/** The same; returns the names that were applied now. */
export const migrate = (options: ConnectionOptions, folder: string) =>
  Effect.map(openSchema(options, folder), ({ applied }) => applied)

const lookEveryMs = 5_000

/**
 * Runs until the database was migrated by a newer program, and fails then: whoever goes on with tables that it does not know
 * makes dead letters of good jobs. A database that does not answer is asked again.
 */
export const untilMigratedByNewer = Effect.fn("untilMigratedByNewer")(function* (
  migrations: ReadonlyArray<Migration>
): Effect.fn.Return<never, Refusal | StoreFailure, Database> {
  const { query } = yield* Database
  const known = migrations.at(-1)?.version ?? 0
  while (true) {
    const newer = yield* query(
      (sql) => sql<Array<{ name: string }>>`
        select name from schema_migrations where version > ${known} order by version`
    ).pipe(
      Effect.catchTag("StoreFailure", (failure) =>
        failure.reason === "Unavailable" ? Effect.succeed([]) : Effect.fail(failure)
      )
    )
    if (newer.length > 0)
      return yield* new Refusal({
        message: `${newerText(newer.map((n) => n.name))} This worker ends; start it again with that version.`
      })
    yield* Effect.sleep(lookEveryMs)
  }
})
