import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import type { AppConfig } from "./config.ts"
import { liveLayer } from "./live.ts"
import { openMigrated } from "./open-database.ts"
import { demandWorld, type StartFailure } from "./run.ts"

/** A database that is away comes back; anything else needs a person, and waiting would only hide it. */
const isAway = (failure: StartFailure): boolean =>
  failure._tag === "StoreFailure" && failure.reason === "Unavailable"

/** Stores, queue and connectors on an open database: the heavy half of the program. */
export const consoleHouse = (config: AppConfig) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const connection = yield* openMigrated(config).pipe(
        Effect.retry({ while: isAway, schedule: Schedule.spaced("1 second") })
      )
      const live = liveLayer(config, { connection, supervise: false })
      const rightWorld = Layer.effectDiscard(demandWorld(config))
      return Layer.provideMerge(rightWorld, live)
    })
  )
