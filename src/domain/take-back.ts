import * as Effect from "effect/Effect"
import { UnitOfWork } from "./ports/unit-of-work.ts"

/** Not an error: the way by which a transaction learns that it is to be undone. */
class TakenBack<A> {
  readonly _tag = "TakenBack"
  readonly value: A

  constructor(value: A) {
    this.value = value
  }
}

/** Does the work in a transaction of which nothing stays, and gives back what came of it: a trial leaves nothing behind. */
export const takeBack = Effect.fn("takeBack")(function* <A, E, R>(work: Effect.Effect<A, E, R>) {
  const { run } = yield* UnitOfWork
  const undone = run(Effect.flatMap(work, (value) => Effect.fail(new TakenBack(value))))
  return yield* Effect.catch(undone, (failure) =>
    failure instanceof TakenBack ? Effect.succeed(failure.value as A) : Effect.fail(failure)
  )
})
