import * as Effect from "effect/Effect"
import { now } from "../domain/ports/clock.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { Database } from "./database.ts"

/** Any number: the lock of the one that folds. */
const foldLock = 5_948_003
/** A day and what a piece of it may miss: nobody looks further back. */
const keptMs = 25 * 3_600_000

/**
 * Adds what was written since the last time to the sums, in one statement: who reads sees it in one place or in the other. What
 * is older than a day goes. Returns how many rows it took.
 */
export const foldFlow: Effect.Effect<number, StoreFailure, Database> = Effect.gen(function* () {
  const { query } = yield* Database
  const from = new Date((yield* now).getTime() - keptMs)
  const [row] = yield* query(
    (sql) => sql<Array<{ taken: number }>>`
      with turn as materialized (
        select pg_try_advisory_xact_lock(${foldLock}) as mine where exists (select from flow_counts)),
      gone as (delete from flow_counts where (select mine from turn) returning kind, supplier_id, at, n),
      summed as (
        insert into flow_pieces as p (kind, at, n) select kind, at, sum(n) from gone where at >= ${from} group by 1, 2
        on conflict (kind, at) do update set n = p.n + excluded.n),
      of_suppliers as (
        insert into supplier_flow as s (supplier_id, at, n)
        select supplier_id, flow_hour(at), sum(n) from gone where kind = 'sent' and at >= ${from} group by 1, 2
        on conflict (supplier_id, at) do update set n = s.n + excluded.n),
      old_pieces as (delete from flow_pieces where at < ${from} and (select mine from turn)),
      old_hours as (delete from supplier_flow where at < flow_hour(${from}) and (select mine from turn))
      select count(*) as taken from gone`
  )
  return row?.taken ?? 0
}).pipe(Effect.withSpan("foldFlow"))
