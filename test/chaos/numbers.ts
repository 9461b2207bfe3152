import { chance } from "../../src/sandbox/chance.ts"
import type { Sql } from "../../src/store/database.ts"

const mostFallenBack = 4

/** By how much the sequence falls back, the nth time. */
export const fallBackOf = (seed: number, n: number): number =>
  1 + Math.floor(chance(seed, "fall back", n) * mostFallenBack)

/** As after a fail-over or a restore: the sequence of purchase-order numbers gives out numbers that it gave before. */
export const letNumbersFallBack = async (sql: Sql, by: number): Promise<void> => {
  await sql`
    select setval('purchase_order_numbers', greatest(1, (select last_value from purchase_order_numbers) - ${by}::int))`
}

/** Takes the uniqueness of purchase-order numbers and of dispatch keys away, in this run's own database. */
export const dropUniqueNumbers = async (sql: Sql): Promise<ReadonlyArray<string>> => {
  const found = await sql<Array<{ table: string; name: string }>>`
    select c.conrelid::regclass::text as table, c.conname as name from pg_constraint c
    where c.contype = 'u' and exists (
      select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any(c.conkey) and (
        (c.conrelid = 'purchase_orders'::regclass and a.attname = 'number')
        or (c.conrelid = 'dispatch_intents'::regclass and a.attname = 'key')))`
  for (const { table, name } of found) await sql.unsafe(`alter table ${table} drop constraint ${name}`)
  return found.map(({ name }) => name)
}
