import * as Schema from "effect/Schema"
import { type BackupTable, columnList, quoted, readTables } from "./backup-catalog.ts"
import { BrokenBackup, type Frame } from "./backup-frames.ts"
import { copyInto } from "./copy-into.ts"
import type { Sql } from "./database.ts"

const Header = Schema.Struct({
  program: Schema.String,
  takenAt: Schema.String,
  environment: Schema.NullOr(Schema.String),
  keyId: Schema.NullOr(Schema.String),
  migrations: Schema.Array(Schema.Struct({ version: Schema.Int, name: Schema.String, hash: Schema.String }))
})
const Table = Schema.Struct({ name: Schema.String, columns: Schema.Array(Schema.String) })
const TableEnd = Schema.Struct({ rows: Schema.Int })
const Sequences = Schema.Array(
  Schema.Struct({ name: Schema.String, lastValue: Schema.Int, isCalled: Schema.Boolean })
)
const End = Schema.Struct({ tables: Schema.Int, rows: Schema.Int })

const decoded = <A>(schema: Schema.Decoder<A>, { kind, payload }: Frame): A => {
  try {
    return Schema.decodeUnknownSync(schema)(JSON.parse(payload.toString("utf8")))
  } catch {
    throw new BrokenBackup(`its ${kind} part says nothing that can be read`)
  }
}

export type BackupHead = typeof Header.Type

/** The head of a backup, without the rest. */
export const readHead = async (frames: AsyncIterable<Frame>): Promise<BackupHead> => {
  for await (const first of frames) {
    if (first.kind !== "header") break
    return decoded(Header, first)
  }
  throw new BrokenBackup("it does not begin as a backup begins")
}

/** Frames one after the other, for readers that take turns. */
class Reader {
  readonly #frames: AsyncIterator<Frame>
  constructor(frames: AsyncIterable<Frame>) {
    this.#frames = frames[Symbol.asyncIterator]()
  }
  async next(): Promise<Frame> {
    const { done, value } = await this.#frames.next()
    if (done === true) throw new BrokenBackup("it ends before its end")
    return value
  }
  async end(): Promise<void> {
    await this.#frames.return?.()
  }
}

/** Rows of one table as they come; answers what ended them. */
async function* rowsOf(reader: Reader, ended: (end: Frame) => void): AsyncGenerator<Buffer> {
  while (true) {
    const frame = await reader.next()
    if (frame.kind === "rows") yield frame.payload
    else return ended(frame)
  }
}

/** Names in the file are looked up among those that the schema has: a file never says what SQL is run. */
const demandKnown = (table: BackupTable, known: ReadonlyMap<string, ReadonlySet<string>>): void => {
  const columns = known.get(table.name)
  if (columns === undefined || !table.columns.every((c) => columns.has(c)))
    throw new BrokenBackup(
      `its table ${JSON.stringify(table.name.slice(0, 60))} is not one of its own schema`
    )
}

const loadTable = async (sql: Sql, reader: Reader, table: BackupTable, skip: boolean): Promise<number> => {
  let end: Frame | undefined
  const rows = rowsOf(reader, (frame) => {
    end = frame
  })
  if (skip) for await (const _ of rows);
  else await copyInto(sql, `copy ${quoted(table.name)} (${columnList(table)}) from stdin`, rows)
  if (end?.kind !== "table_end") throw new BrokenBackup(`its table ${table.name} has no end`)
  return decoded(TableEnd, end).rows
}

const setSequences = async (sql: Sql, frame: Frame): Promise<void> => {
  for (const { name, lastValue, isCalled } of decoded(Sequences, frame))
    await sql`select setval(c.oid, ${lastValue}, ${isCalled}) from pg_class c
      where c.relnamespace = 'switchyard'::regnamespace and c.relkind = 'S' and c.relname = ${name}`
}

/** Fills the empty tables of the schema that the backup was made of. Answers how many rows it holds. */
export const loadBackup = async (
  sql: Sql,
  frames: AsyncIterable<Frame>,
  leaveOut: ReadonlySet<string>
): Promise<number> => {
  const known = new Map((await readTables(sql)).map((t) => [t.name, new Set(t.columns)]))
  const reader = new Reader(frames)
  try {
    if ((await reader.next()).kind !== "header")
      throw new BrokenBackup("it does not begin as a backup begins")
    let rows = 0
    let tables = 0
    for (let frame = await reader.next(); frame.kind !== "end"; frame = await reader.next()) {
      if (frame.kind === "sequences") await setSequences(sql, frame)
      else if (frame.kind === "table") {
        const table = decoded(Table, frame)
        demandKnown(table, known)
        tables++
        rows += await loadTable(sql, reader, table, leaveOut.has(table.name))
      } else throw new BrokenBackup("its parts are not in order")
      if (frame.kind === "sequences") {
        const end = decoded(End, await reader.next())
        if (end.rows !== rows || end.tables !== tables)
          throw new BrokenBackup(`it counts ${end.rows} rows and holds ${rows}`)
        return rows
      }
    }
    throw new BrokenBackup("it ends without its sequences")
  } finally {
    await reader.end()
  }
}
