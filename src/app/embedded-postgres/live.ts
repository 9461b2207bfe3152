import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type EmbeddedPostgres, startOrAttach } from "./embedded-postgres.ts"
import { EmbeddedPostgresError } from "./failure.ts"
import type { EmbeddedPostgresOptions } from "./site.ts"

/** A cause we name is a failure; everything else is a defect. */
const attempt = <A>(work: () => Promise<A>): Effect.Effect<A, EmbeddedPostgresError> =>
  Effect.tryPromise({ try: work, catch: (error) => error }).pipe(
    Effect.catch((error) => (error instanceof EmbeddedPostgresError ? Effect.fail(error) : Effect.die(error)))
  )

/** Present at the embedded server for as long as the scope lives. Open pools in the same scope after this: they close first. */
export const embeddedPostgres = (
  options: EmbeddedPostgresOptions = {}
): Effect.Effect<EmbeddedPostgres, EmbeddedPostgresError, Scope.Scope> =>
  Effect.acquireRelease(
    attempt(() => startOrAttach(options)),
    (hold) => Effect.promise(() => hold.release())
  )
