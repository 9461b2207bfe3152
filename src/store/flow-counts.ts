import * as Effect from "effect/Effect"
import { now } from "../domain/ports/clock.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { Database } from "./database.ts"

/** Any number: the lock of the one that folds. */
const foldLock = 5_948_003
/** A day and what a piece of it may miss: nobody looks further back. */
const keptMs = 25 * 3_600_000

/** As `foldCounts` does: deltas become their sums in one statement, and what is older than a day goes. Returns what it took. */
export const foldFlow: Effect.Effect<number, StoreFailure, Database> = Effect.gen(function* () {
  const { query } = yield* Database
  const from = new Date((yield* now).getTime() - keptMs)
  const [row] = yield* query(
    (sql) => sql<Array<{ taken: number }>>`
      with turn as materialized (
        select pg_try_advisory_xact_lock(${foldLock}) as mine where exists (select from flow_counts where at < ${from})
          or (select count(*) > count(distinct (kind, supplier_id, at)) from flow_counts)),
      gone as (delete from flow_counts where (select mine from turn) returning kind, supplier_id, at, n),
      folded as (
        insert into flow_counts (kind, supplier_id, at, n)
        select kind, supplier_id, at, sum(n) from gone where at >= ${from} group by 1, 2, 3)
      select count(*) as taken from gone`
  )
  return row?.taken ?? 0
}).pipe(Effect.withSpan("foldFlow"))
