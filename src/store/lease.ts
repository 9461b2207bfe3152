import type postgres from "postgres"
import type { Sql } from "./database.ts"

/**
 * True for a row whose lease nobody keeps any more: it ran out by the database's clock, or its worker is no longer
 * registered. Worker 0 is a command without a registration, so only its lease tells.
 */
export const leaseIsDead = (sql: Sql, row: postgres.Helper<string>) => sql`
  (${row}.lease_until < clock_timestamp() or (${row}.lease_worker <> 0
    and not exists (select 1 from workers w where w.id = ${row}.lease_worker)))`

/** The end of a lease that starts now. */
export const leaseEnd = (sql: Sql, leaseMs: number) =>
  sql`clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8)`
