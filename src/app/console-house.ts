import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import type { Refusal, StoreFailure } from "../domain/ports/failure.ts"
import type { AppConfig } from "./config.ts"
import type { EmbeddedPostgresError } from "./embedded-postgres/failure.ts"
import { liveLayer } from "./live.ts"
import { openMigrated } from "./open-database.ts"
import { demandWorld } from "./run.ts"

/** A database that is away comes back; anything else needs a person, and waiting would only hide it. */
const isAway = (failure: EmbeddedPostgresError | StoreFailure | Refusal): boolean =>
  failure._tag === "StoreFailure" && failure.reason === "Unavailable"

/** Stores, queue and connectors on an open database: the heavy half of the program. */
export const consoleHouse = (config: AppConfig) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const connection = yield* openMigrated(config).pipe(
        Effect.retry({ while: isAway, schedule: Schedule.spaced("1 second") })
      )
      const live = liveLayer(config, { connection, supervise: false })
      const rightWorld = Layer.effectDiscard(demandWorld(config, connection))
      return Layer.provideMerge(rightWorld, live)
    })
  )
