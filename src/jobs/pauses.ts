import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { Database } from "../store/database.ts"
import { type Lane, wakeLane } from "./lane.ts"

/** Told on the channel of the queues' names: not one of them, but that another one is paused or not any more. */
export const pausesChanged = "pauses"

/** The look that makes up for a lost notification. */
const lookMs = 1_000

/** Makes the lanes as the table says. What a lane has taken already is finished. */
export const applyPauses = (lanes: ReadonlyArray<Lane>) =>
  Effect.gen(function* () {
    const { query } = yield* Database
    const rows = yield* query((sql) => sql<Array<{ name: string }>>`select name from paused_queues`)
    for (const lane of lanes) {
      const isPaused = rows.some(({ name }) => name === lane.queue)
      if (lane.isPaused === isPaused) continue
      lane.isPaused = isPaused
      wakeLane(lane)
    }
  })

/** Keeps looking; a database that is away is somebody else's news, and the lanes stay as they were. */
export const followPauses = (
  lanes: ReadonlyArray<Lane>,
  changed: Queue.Queue<void>
): Effect.Effect<never, never, Database> =>
  applyPauses(lanes).pipe(
    Effect.catch((failure) =>
      failure.reason === "Unavailable"
        ? Effect.logDebug("The database is away", failure.message)
        : Effect.logError("Reading the paused queues failed", failure.message)
    ),
    Effect.andThen(Queue.take(changed).pipe(Effect.timeoutOption(lookMs))),
    Effect.forever
  )
