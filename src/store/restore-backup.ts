import * as Effect from "effect/Effect"
import { Refusal, type StoreFailure } from "../domain/ports/failure.ts"
import { type Afterwards, afterRestore, purchaseOrderNumbers, readUsedUp } from "./after-restore.ts"
import { quoted, readForeignKeys, readTables } from "./backup-catalog.ts"
import { type OpenBackup, openBackupFile } from "./backup-file.ts"
import { BrokenBackup } from "./backup-frames.ts"
import { type ConnectionOptions, connect, type Sql, schemaName, storeFailure } from "./database.ts"
import { applyMigrations, type Migration, migrationHash, readMigrations } from "./migrate.ts"
import { type BackupHead, loadBackup, readHead } from "./read-backup.ts"

export interface RestoreInput {
  readonly file: string
  readonly migrations: string
  readonly environment: string
  /** The key that is here, by its id; null: there is none. */
  readonly keyId: string | null
  readonly keyFile: string
  /** Takes away what the database holds. */
  readonly replace: boolean
  readonly withoutSecrets: boolean
  /** The highest purchase-order number that was seen anywhere; 0: none. */
  readonly numbersAfter: number
  readonly actor: string
  readonly at: Date
}

export interface Restored extends Afterwards {
  readonly takenAt: Date
  readonly rows: number
  /** Migrations that brought the older schema up to this program's. */
  readonly applied: ReadonlyArray<string>
  readonly hash: string
}

class Refused extends Error {}

const refuseForeignSchema = (head: BackupHead, migrations: ReadonlyArray<Migration>): void => {
  const known = new Map(migrations.map((m) => [m.version, m]))
  const newer = head.migrations.filter((m) => !known.has(m.version))
  if (newer.length > 0)
    throw new Refused(
      `This backup was made by a newer Switchyard (${newer.map((m) => m.name.slice(0, 80)).join(", ")}). Use that version or a newer one. Nothing was changed.`
    )
  const other = head.migrations.find((m) => migrationHash(known.get(m.version)?.text ?? "") !== m.hash)
  if (other !== undefined)
    throw new Refused(
      `Migration ${other.name.slice(0, 80)} of this backup differs from the one of this program. Nothing was changed.`
    )
}

const refuseForeignWorld = (head: BackupHead, input: RestoreInput): void => {
  if (head.environment !== null && head.environment !== input.environment)
    throw new Refused(
      `This backup is of a ${head.environment} installation, and you asked for ${input.environment}. Set SWITCHYARD_WORLD=${head.environment}. Nothing was changed.`
    )
}

const refuseWrongKey = (head: BackupHead, input: RestoreInput): void => {
  if (head.keyId === null || input.withoutSecrets || head.keyId === input.keyId) return
  const here = input.keyId === null ? `there is no key at ${input.keyFile}` : `the key here is ${input.keyId}`
  throw new Refused(
    `The secrets of this backup were encrypted with key ${head.keyId.slice(0, 64)}, and ${here}. Nothing was changed. ` +
      `Copy the right key to ${input.keyFile}; if it is lost, restore with --without-secrets and enter every secret anew.`
  )
}

/** Rows that a database has by being opened once; everything else is somebody's work. */
const ownRows = new Set([
  "installation",
  "schedules",
  "order_counts",
  "flow_counts",
  "flow_pieces",
  "supplier_flow",
  "sync_backlogs",
  "cause_marks",
  "order_causes",
  "cause_counts",
  "operator_looks",
  "version_changes"
])

const countOf = async (sql: Sql, table: string): Promise<number> => {
  const [row] = await sql.unsafe<Array<{ n: number }>>(`select count(*) as n from ${quoted(table)}`)
  return row?.n ?? 0
}

const refuseOccupied = async (sql: Sql, input: RestoreInput): Promise<void> => {
  const [others] = await sql<Array<{ n: number }>>`
    select count(*) as n from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'switchyard%'`
  if ((others?.n ?? 0) > 0)
    throw new Refused(
      "Other Switchyard programs use this database. Stop its workers and consoles first. Nothing was changed."
    )
  if (input.replace) return
  const [schema] = await sql`select from pg_namespace where nspname = ${schemaName}`
  if (schema === undefined) return
  for (const { name } of await readTables(sql)) {
    const n = ownRows.has(name) ? 0 : await countOf(sql, name)
    if (n > 0)
      throw new Refused(
        `This database is not empty (${n} rows in ${name}). Name an empty one, or replace all of it with --replace, which asks first. Nothing was changed.`
      )
  }
}

/** Rows come in the order of the file; the laws between tables are taken away meanwhile, and proved when they return. */
const load = async (sql: Sql, backup: OpenBackup, leaveOut: ReadonlySet<string>): Promise<number> => {
  const keys = await readForeignKeys(sql)
  const tables = (await readTables(sql)).map((t) => quoted(t.name))
  for (const key of keys)
    await sql.unsafe(`alter table ${quoted(key.table)} drop constraint ${quoted(key.name)}`)
  await sql.unsafe(`truncate ${tables.join(", ")}`)
  for (const table of tables) await sql.unsafe(`alter table ${table} disable trigger user`)
  const rows = await loadBackup(sql, backup.frames(), leaveOut)
  for (const table of tables) await sql.unsafe(`alter table ${table} enable trigger user`)
  for (const key of keys)
    await sql.unsafe(`alter table ${quoted(key.table)} add constraint ${quoted(key.name)} ${key.definition}`)
  return rows
}

const fill = async (
  sql: Sql,
  backup: OpenBackup,
  head: BackupHead,
  input: RestoreInput
): Promise<Restored> => {
  const migrations = readMigrations(input.migrations)
  const its = new Set(head.migrations.map((m) => m.version))
  await sql`set local statement_timeout = 0`
  await refuseOccupied(sql, input)
  const usedUp = await readUsedUp(sql)
  usedUp.set(purchaseOrderNumbers, Math.max(usedUp.get(purchaseOrderNumbers) ?? 0, input.numbersAfter))
  // The queue's rows are wake-ups of the lost database: the sweep makes new ones.
  await sql
    .unsafe(`drop schema if exists ${schemaName} cascade; drop schema if exists pgboss cascade`)
    .simple()
  await applyMigrations(
    sql,
    migrations.filter((m) => its.has(m.version))
  )
  const rows = await load(sql, backup, new Set(input.withoutSecrets ? ["secrets"] : []))
  const applied = await applyMigrations(sql, migrations)
  const takenAt = new Date(head.takenAt)
  const restoration = { takenAt, at: input.at, actor: input.actor, hash: backup.hash, usedUp }
  const after = await afterRestore(sql, restoration)
  await sql`analyze`
  return { ...after, takenAt, rows, applied, hash: backup.hash }
}

const checked = async (input: RestoreInput, backup: OpenBackup): Promise<BackupHead> => {
  const head = await readHead(backup.frames())
  refuseForeignSchema(head, readMigrations(input.migrations))
  refuseForeignWorld(head, input)
  refuseWrongKey(head, input)
  return head
}

const restore = async (sql: Sql, input: RestoreInput): Promise<Restored> => {
  const backup = await openBackupFile(input.file)
  try {
    const head = await checked(input, backup)
    return (await sql.begin((tx) => fill(tx as unknown as Sql, backup, head, input))) as Restored
  } finally {
    await backup.close()
  }
}

const asFailure = (file: string, cause: unknown): Refusal | StoreFailure => {
  if (cause instanceof Refused) return new Refusal({ message: cause.message })
  if (cause instanceof BrokenBackup)
    return new Refusal({ message: `${file} cannot be restored: ${cause.message}. Nothing was changed.` })
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : ""
  if (
    code.startsWith("Z_") ||
    (["ENOENT", "EACCES", "EISDIR"].includes(code) && cause instanceof Error && "path" in cause)
  )
    return new Refusal({
      message: `${file} cannot be read: ${(cause as Error).message}. Nothing was changed.`
    })
  return storeFailure(cause)
}

/** What a backup is of, after every byte of it was checked. */
export const inspectBackup = (
  file: string
): Effect.Effect<BackupHead & { readonly hash: string }, Refusal | StoreFailure> =>
  Effect.tryPromise({
    try: async () => {
      const backup = await openBackupFile(file)
      try {
        return { ...(await readHead(backup.frames())), hash: backup.hash }
      } finally {
        await backup.close()
      }
    },
    catch: (cause) => asFailure(file, cause)
  })

/** Everything of a backup into an empty database, in one transaction: all of it, or nothing. */
export const restoreBackup = (
  connection: ConnectionOptions,
  input: RestoreInput
): Effect.Effect<Restored, Refusal | StoreFailure> =>
  Effect.acquireUseRelease(
    Effect.sync(() => connect({ ...connection, max: 1, applicationName: "switchyard restore" })),
    (sql) =>
      Effect.tryPromise({
        try: () => restore(sql, input),
        catch: (cause) => asFailure(input.file, cause)
      }),
    (sql) => Effect.promise(() => sql.end({ timeout: 2 }))
  )
