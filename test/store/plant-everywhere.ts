import type { Sql } from "../../src/store/database.ts"
import { type Column, judgments } from "../../src/store/masked-columns.ts"
import { buyer, plantedSentence } from "./reader-sees.ts"

const own: Readonly<Record<string, string>> = {
  customer_name: buyer.name,
  customer_email: buyer.email,
  ship_name: buyer.name,
  company: buyer.company,
  address1: buyer.address1,
  address2: buyer.address2,
  city: buyer.city,
  postal_code: buyer.postalCode,
  phone: buyer.phone
}

/** What a column is given: the buyer where it is judged to hold foreign words, else some value of its type. */
const plantedIn = ({ table, name, type }: Column): string => {
  if (table === "orders" && own[name] !== undefined) return own[name]
  const isForeign = !["plain", undefined].includes(judgments.get(table)?.[name])
  const text = isForeign ? plantedSentence : table === "activity" && name === "subject_kind" ? "order" : "x"
  if (type === "text") return text
  if (type === "text[]") return `{${JSON.stringify(text)}}`
  if (type === "jsonb")
    return JSON.stringify({ message: text, [text]: [text, isForeign ? 15558675309 : 1, { deep: text }] })
  if (type === "bytea") return `\\x${Buffer.from(text).toString("hex")}`
  if (type === "bigint[]" || type === "integer[]") return "{1}"
  if (type === "uuid") return "00000000-0000-4000-8000-000000000001"
  if (type === "boolean") return "true"
  if (type.startsWith("timestamp") || type === "date") return "2026-11-22"
  return "1"
}

/** Of a database of the test's own: no law keeps a row out any more. */
const dropLaws = async (sql: Sql): Promise<void> => {
  const laws = await sql<Array<{ table: string; name: string }>>`
    select conrelid::regclass::text as table, quote_ident(conname) as name from pg_constraint
    where connamespace = 'switchyard'::regnamespace and contype = 'c'`
  for (const { table, name } of laws) await sql.unsafe(`alter table ${table} drop constraint ${name}`)
}

/** One row in each table, each number 1, so that all of them are about order 1. */
export const plantEverywhere = async (sql: Sql): Promise<ReadonlyArray<string>> => {
  await dropLaws(sql)
  const columns = await sql<Array<Column>>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'switchyard'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'
    order by c.relname, a.attnum`
  const tables = Map.groupBy(columns, ({ table }) => table)
  await sql.begin(async (tx) => {
    // Neither triggers nor foreign keys.
    await tx`set local session_replication_role = replica`
    for (const [table, its] of tables) {
      await tx.unsafe(`delete from switchyard.${table}`)
      await tx.unsafe(
        `insert into switchyard.${table} (${its.map(({ name }) => `"${name}"`).join(", ")}) overriding system value
         values (${its.map(({ type }, at) => `$${at + 1}::text::${type}`).join(", ")})`,
        its.map(plantedIn)
      )
    }
  })
  return [...tables.keys()]
}
