import * as Effect from "effect/Effect"
import { recomputeStock } from "../recompute-stock.ts"

/** A burst of changes of one product is computed once in so long, and no change waits longer. */
const everyMs = 1_000

const onePass = recomputeStock().pipe(
  Effect.map(({ again }) => again),
  Effect.catch((failure) =>
    (failure.reason === "Unavailable"
      ? Effect.logDebug("The database is away", failure.message)
      : Effect.logError("What channels are to be told could not be computed", failure.message)
    ).pipe(Effect.as(false))
  )
)

/**
 * Looks for ever whether what is available has changed, and computes it. Any number of workers may do so: the look is one read
 * of an index that is mostly empty, and of those who find something one works.
 */
export const keepStock = Effect.forever(
  Effect.flatMap(onePass, (again) => (again ? Effect.yieldNow : Effect.sleep(everyMs)))
)
