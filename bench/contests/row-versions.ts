import { createHash } from "node:crypto"
import type { Sql } from "../../src/store/database.ts"

/** Says which version of every row of our tables stands where, and who has locked it last: any write changes it. */
export const fingerprint = async (sql: Sql): Promise<string> => {
  const tables = await sql<Array<{ name: string }>>`
    select tablename as name from pg_tables where schemaname = 'switchyard' order by tablename`
  const hash = createHash("sha256")
  for (const { name } of tables) {
    const [row] = await sql<[{ rows: string | null }]>`
      select md5(string_agg(ctid || '/' || xmin || '/' || xmax, ' ' order by ctid)) as rows from ${sql(name)}`
    hash.update(`${name} ${row.rows}\n`)
  }
  return hash.digest("hex")
}
