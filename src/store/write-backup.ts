import * as Effect from "effect/Effect"
import { Refusal, type StoreFailure } from "../domain/ports/failure.ts"
import {
  type BackupSequence,
  type BackupTable,
  columnList,
  quoted,
  readSequences,
  readTables
} from "./backup-catalog.ts"
import { FileExists, type WrittenBackup, writeBackupFile } from "./backup-file.ts"
import { jsonFrame, rowFrames } from "./backup-frames.ts"
import { type ConnectionOptions, connect, type Sql, storeFailure } from "./database.ts"

/** What a backup says of itself, first of all. */
export interface BackupHeader {
  readonly program: string
  readonly takenAt: string
  readonly environment: string | null
  /** The key that opens the secrets in it; null: it holds none. */
  readonly keyId: string | null
  readonly migrations: ReadonlyArray<{
    readonly version: number
    readonly name: string
    readonly hash: string
  }>
}

export interface TableEnd {
  readonly rows: number
}

export interface BackupEnd {
  readonly tables: number
  readonly rows: number
}

export interface BackupMade extends WrittenBackup, BackupEnd {
  readonly schema: number
  readonly keyId: string | null
}

const newline = 0x0a

/** In COPY's text every row ends in a line feed, and no other one is left bare. */
const countRows = async function* (chunks: AsyncIterable<Uint8Array>, count: (rows: number) => void) {
  for await (const chunk of chunks) {
    let rows = 0
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) rows++
    count(rows)
    yield chunk
  }
}

/**
 * Rows of COPY as they come. The driver pauses its socket while the reader is behind and resumes it at the next read; but
 * after the last row there is none, so what the server says behind it may never be heard. One more read hears it.
 */
async function* copyOut(sql: Sql, text: string): AsyncGenerator<Uint8Array> {
  const stream = await sql.unsafe(text).readable()
  for await (const chunk of stream) yield chunk as Uint8Array
  stream._read(0)
}

async function* tableFrames(sql: Sql, table: BackupTable, told: (rows: number) => void) {
  yield jsonFrame("table", table)
  let rows = 0
  const copied = copyOut(sql, `copy ${quoted(table.name)} (${columnList(table)}) to stdout`)
  const counted = countRows(copied, (more) => {
    rows += more
  })
  yield* rowFrames(counted)
  yield jsonFrame("table_end", { rows } satisfies TableEnd)
  told(rows)
}

const sequenceNow = async (sql: Sql, name: string): Promise<BackupSequence> => {
  const [row] = await sql<Array<{ lastValue: number; isCalled: boolean }>>`
    select last_value as "lastValue", is_called as "isCalled" from ${sql(name)}`
  if (row === undefined) throw new Error(`the sequence ${name} has no row`)
  return { name, ...row }
}

const readHeader = async (sql: Sql, program: string, at: Date): Promise<BackupHeader> => {
  const migrations = await sql<Array<{ version: number; name: string; hash: string }>>`
    select version, name, hash from schema_migrations order by version`
  const [installed] = await sql<Array<{ environment: string }>>`select environment from installation`
  const [secret] = await sql<
    Array<{ keyId: string }>
  >`select key_id as "keyId" from secrets order by id limit 1`
  return {
    program,
    takenAt: at.toISOString(),
    environment: installed?.environment ?? null,
    keyId: secret?.keyId ?? null,
    migrations: [...migrations]
  }
}

async function* backupFrames(sql: Sql, header: BackupHeader, ended: (end: BackupEnd) => void) {
  yield jsonFrame("header", header)
  const tables = await readTables(sql)
  let rows = 0
  for (const table of tables)
    yield* tableFrames(sql, table, (more) => {
      rows += more
    })
  // Last: a sequence knows no snapshot, and may only be ahead of the rows.
  const sequences: Array<BackupSequence> = []
  for (const { name } of await readSequences(sql)) sequences.push(await sequenceNow(sql, name))
  yield jsonFrame("sequences", sequences)
  yield jsonFrame("end", { tables: tables.length, rows } satisfies BackupEnd)
  ended({ tables: tables.length, rows })
}

const backUp = async (sql: Sql, file: string, program: string, at: Date): Promise<BackupMade> => {
  const made = await sql.begin("isolation level repeatable read read only", async (tx) => {
    const inside = tx as unknown as Sql
    await inside`set local statement_timeout = 0`
    const header = await readHeader(inside, program, at)
    let end: BackupEnd = { tables: 0, rows: 0 }
    const frames = backupFrames(inside, header, (found) => {
      end = found
    })
    const written = await writeBackupFile(file, frames)
    return { ...written, ...end, schema: header.migrations.at(-1)?.version ?? 0, keyId: header.keyId }
  })
  return made as BackupMade
}

const fileTrouble = (cause: unknown): Refusal | null => {
  if (cause instanceof FileExists)
    return new Refusal({
      message: `${cause.message} is there already. Name a new file: nothing is overwritten.`
    })
  const code = cause instanceof Error && "syscall" in cause && "code" in cause ? String(cause.code) : ""
  if (["ENOENT", "EACCES", "ENOSPC", "EISDIR", "ENOTDIR", "EROFS", "EDQUOT", "EPERM"].includes(code))
    return new Refusal({ message: `The backup cannot be written: ${(cause as Error).message}` })
  return null
}

/** All rows of one moment, in one file. Others work on meanwhile. */
export const writeBackup = (
  connection: ConnectionOptions,
  input: { readonly file: string; readonly program: string; readonly at: Date }
): Effect.Effect<BackupMade, StoreFailure | Refusal> =>
  Effect.acquireUseRelease(
    Effect.sync(() => connect({ ...connection, max: 1, applicationName: "switchyard backup" })),
    (sql) =>
      Effect.tryPromise({
        try: () => backUp(sql, input.file, input.program, input.at),
        catch: (cause) => fileTrouble(cause) ?? storeFailure(cause)
      }),
    (sql) => Effect.promise(() => sql.end({ timeout: 2 }))
  )
