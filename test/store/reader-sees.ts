import type { Sql } from "../../src/store/database.ts"

/** A buyer whose every word is in no other text of the tests. */
export const buyer = {
  name: "Wilhelmina Featherstone",
  email: "wilhelmina@feather.example",
  company: "Thistledown Corsetry",
  address1: "4711 Quillwort Lane",
  address2: "Staircase Xylo 9",
  city: "Oxbridgeham",
  postalCode: "90817-4433",
  phone: "+1 (555) 867-5309"
}

export const plantedWords = [
  "wilhelmina",
  "featherstone",
  "feather.example",
  "thistledown",
  "quillwort",
  "xylo",
  "oxbridgeham",
  "90817-4433",
  "867-5309",
  "15558675309"
]

/** As a supplier, a colleague or a failure may write it. */
export const plantedSentence = `550 timed out: ${Object.values(buyer).join(" / ")}, in letters ${buyer.name.toUpperCase()} 15558675309, Street: “${buyer.address1}” became “${buyer.address2}”`

export interface Relation {
  readonly schema: string
  readonly name: string
  readonly columns: ReadonlyArray<string>
}

/** Whatever is not PostgreSQL's own and may be selected from, wholly or in part, asked as the login itself. */
export const readableBy = (sql: Sql): Promise<ReadonlyArray<Relation>> => sql<Array<Relation>>`
  select n.nspname as schema, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind in ('r', 'v', 'm', 'p', 'f', 'S') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and has_schema_privilege(n.oid, 'usage') and has_column_privilege(c.oid, a.attnum, 'select')
  group by 1, 2 order by 1, 2`

/** All that a column gives away, lower case; `null`: PostgreSQL refused it. */
export const everyWordOf = async (
  sql: Sql,
  { schema, name }: Relation,
  column: string
): Promise<string | null> => {
  try {
    const rows = await sql`select ${sql(column)}::text as text from ${sql(schema)}.${sql(name)}`
    return rows
      .map((row) => String(row.text))
      .join("\n")
      .toLowerCase()
  } catch (cause) {
    if (typeof cause === "object" && cause !== null && "code" in cause && cause.code === "42501") return null
    throw cause
  }
}
