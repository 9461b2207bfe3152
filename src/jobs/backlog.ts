import * as Effect from "effect/Effect"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { Database } from "../store/database.ts"

/** What a queue holds just now. In the dead-letter queue, everything waits: for a person. */
export interface QueueBacklog {
  readonly queue: string
  readonly waiting: number
  /** Repeats and snoozes that are not due yet. */
  readonly later: number
  readonly running: number
}

/** Looks, and only looks, at pg-boss's table: its own counts are cached and lag behind. */
export const backlog = (withinMs = 0): Effect.Effect<ReadonlyArray<QueueBacklog>, StoreFailure, Database> =>
  Effect.flatMap(Database, ({ query }) =>
    query(
      (sql) => sql<Array<QueueBacklog>>`
        with due as (
          select name, state, start_after <= now() + ${withinMs} * interval '1 ms' as is_due
          from job where state < 'completed'
        )
        select name as queue,
          count(*) filter (where state < 'active' and is_due) as waiting,
          count(*) filter (where state < 'active' and not is_due) as later,
          count(*) filter (where state = 'active') as running
        from due group by name order by name`
    )
  )
