import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { ChangeFeed } from "../../../src/domain/ports/change-feed.ts"
import { StoreFailure } from "../../../src/domain/ports/failure.ts"
import { UnitOfWork } from "../../../src/domain/ports/unit-of-work.ts"
import type { ConsoleNeeds } from "../../../src/tui/console-needs.ts"
import type { ConsoleRuntime } from "../../../src/tui/runtime.ts"
import { type ChangingWorld, changingPorts } from "./changing-world.ts"

/** What becomes of every answer of every port on its way to the console. A port that is new is covered without a word here. */
export interface Between {
  /** Set: the database does not answer any more, and this is what its driver says. */
  failure: string | null
  /** Set: every answer waits for it. */
  gate?: Promise<void> | null
  answer(value: unknown): unknown
  /** What the console asks with: words that it was given come back as the world knows them. */
  question(value: unknown): unknown
}

export const nothingBetween = (): Between => ({
  failure: null,
  answer: (value) => value,
  question: (value) => value
})

/** They carry the work of others, or changes, and answer nothing by themselves. */
const carriers: ReadonlySet<string> = new Set([UnitOfWork.key, ChangeFeed.key])

type Method = (...given: ReadonlyArray<unknown>) => unknown

const asked = (method: Method, between: Between): Method =>
  function (this: unknown, ...given) {
    const answer = method.apply(
      this,
      given.map((value) => between.question(value))
    )
    if (!Effect.isEffect(answer)) return between.answer(answer)
    const told = Effect.suspend(() =>
      between.failure === null
        ? Effect.map(answer as Effect.Effect<unknown>, (value) => between.answer(value))
        : Effect.fail(new StoreFailure({ reason: "Unavailable", message: between.failure }))
    )
    return Effect.suspend(() => {
      const { gate } = between
      return gate == null
        ? told
        : Effect.andThen(
            Effect.promise(() => gate),
            told
          )
    })
  }

const portBetween = (port: object, between: Between): object =>
  Object.fromEntries(
    Object.entries(port).map(([name, member]) => [
      name,
      typeof member === "function" ? asked(member as Method, between) : between.answer(member)
    ])
  )

/** The fake world, with somebody between it and the console. */
export const runtimeBetween = (world: ChangingWorld, between: Between): ConsoleRuntime => {
  const ports = new Map<string, unknown>()
  for (const [key, port] of changingPorts(world).mapUnsafe)
    ports.set(key, carriers.has(key) ? port : portBetween(port as object, between))
  const layer = Layer.succeedContext(Context.makeUnsafe<ConsoleNeeds>(ports))
  return ManagedRuntime.make(layer)
}
