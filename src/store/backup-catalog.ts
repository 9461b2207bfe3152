import type { Sql } from "./database.ts"

/** Rows that mean living processes, or that the migrations write themselves: in no backup. */
const leftOut = ["schema_migrations", "workers", "worker_jobs", "order_claims"]

export interface BackupTable {
  readonly name: string
  readonly columns: ReadonlyArray<string>
}

/** Tables of our schema with the columns that can be written: what the database computes, it computes again. */
export const readTables = (sql: Sql) => sql<Array<BackupTable>>`
  select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relnamespace = 'switchyard'::regnamespace and c.relkind = 'r' and c.relname <> all(${leftOut}::text[])
  group by c.relname order by c.relname`

export interface BackupSequence {
  readonly name: string
  readonly lastValue: number
  readonly isCalled: boolean
}

export interface FoundSequence {
  readonly name: string
  /** Belongs to no column: its numbers are known to the outside, so none may come twice. */
  readonly own: boolean
}

export const readSequences = (sql: Sql) => sql<Array<FoundSequence>>`
  select c.relname as name, not exists (
    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')) as own
  from pg_class c where c.relnamespace = 'switchyard'::regnamespace and c.relkind = 'S' order by c.relname`

export interface ForeignKey {
  readonly table: string
  readonly name: string
  readonly definition: string
}

export const readForeignKeys = (sql: Sql) => sql<Array<ForeignKey>>`
  select c.relname as table, n.conname as name, pg_get_constraintdef(n.oid) as definition
  from pg_constraint n join pg_class c on c.oid = n.conrelid
  where c.relnamespace = 'switchyard'::regnamespace and n.contype = 'f' order by c.relname, n.conname`

/** A name as SQL text takes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const columnList = (table: BackupTable): string => table.columns.map(quoted).join(", ")
