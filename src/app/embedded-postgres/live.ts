import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type EmbeddedPostgres, startOrAttach } from "./embedded-postgres.ts"
import { EmbeddedPostgresError } from "./failure.ts"
import type { EmbeddedPostgresOptions, ServerEvent } from "./site.ts"

/** A cause we name is a failure; everything else is a defect. */
const attempt = <A>(work: () => Promise<A>): Effect.Effect<A, EmbeddedPostgresError> =>
  Effect.tryPromise({ try: work, catch: (error) => error }).pipe(
    Effect.catch((error) => (error instanceof EmbeddedPostgresError ? Effect.fail(error) : Effect.die(error)))
  )

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What became of the server meanwhile, for whoever reads the log of a night. */
const told = (event: ServerEvent): Effect.Effect<void> => {
  switch (event._tag) {
    case "Lost":
      return Effect.logWarning(
        event.ordered ? "The database server was stopped" : "The database server is gone: it is started again"
      )
    case "Back":
      return Effect.logInfo("The database server is back")
    case "RetryFailed":
      return Effect.logError(`The database server does not come back: ${wordsOf(event.error)}`)
  }
}

/** Present at the embedded server for as long as the scope lives. Open pools in the same scope after this: they close first. */
export const embeddedPostgres = (
  options: EmbeddedPostgresOptions = {}
): Effect.Effect<EmbeddedPostgres, EmbeddedPostgresError, Scope.Scope> =>
  Effect.gen(function* () {
    const run = Effect.runForkWith(yield* Effect.context<never>())
    return yield* Effect.acquireRelease(
      attempt(() => startOrAttach({ ...options, onEvent: (event) => void run(told(event)) })),
      (hold) => Effect.promise(() => hold.release())
    )
  })
