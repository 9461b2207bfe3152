import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { Database } from "../store/database.ts"
import { type Lane, wakeLane } from "./lane.ts"

/** Looks, and only looks, at pg-boss's table: one probe of its index for each queue, whatever waits there. */
const queuesWithWork = (
  queues: ReadonlyArray<string>
): Effect.Effect<ReadonlySet<string>, StoreFailure, Database> =>
  Effect.flatMap(Database, ({ query }) =>
    query(
      (sql) => sql<Array<{ queue: string }>>`
        select queue from unnest(${[...queues]}::text[]) as queue where exists (
          select from job j
          where j.name = queue and j.state < 'active' and not j.blocked and j.start_after <= now())`
    )
  ).pipe(Effect.map((rows) => new Set(rows.map(({ queue }) => queue))))

/** One question for all queues of a worker: asking each of them by a fetch costs a transaction each, and mostly finds nothing. */
export const lookAround = (lanes: ReadonlyArray<Lane>): Effect.Effect<void, StoreFailure, Database> =>
  Effect.gen(function* () {
    // What was told up to here is seen by this look; what is told from now on wakes again.
    for (const lane of lanes) yield* Queue.clear(lane.wake)
    const found = yield* queuesWithWork(lanes.map((lane) => lane.queue))
    for (const lane of lanes) lane.mayHaveMore = found.has(lane.queue)
  })

/** The look that makes up for a lost notification, and finds repeats whose time has come. */
export const keepLooking = (
  lanes: ReadonlyArray<Lane>,
  pollMs: number,
  looked: Effect.Effect<void>
): Effect.Effect<never, never, Database> =>
  queuesWithWork(lanes.map((lane) => lane.queue)).pipe(
    Effect.tap((found) =>
      Effect.sync(() => {
        for (const lane of lanes) if (found.has(lane.queue)) wakeLane(lane)
      })
    ),
    Effect.andThen(looked),
    Effect.catch((failure) =>
      failure.reason === "Unavailable"
        ? Effect.logDebug("The database is away", failure.message)
        : Effect.logError("Looking into the queues failed", failure.message)
    ),
    Effect.delay(pollMs),
    Effect.forever
  )
