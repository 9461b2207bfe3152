import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { deedOf } from "../cli/command-deeds.ts"
import { type Outcome, renderFailure } from "../cli/render-failure.ts"
import type { Invocation } from "../cli/run-command.ts"
import { Actor } from "../domain/ports/actor.ts"
import { Refusal } from "../domain/ports/failure.ts"
import { type AppConfig, ConfigError } from "./config.ts"
import { EmbeddedPostgresError } from "./embedded-postgres/failure.ts"
import { isInterrupt, runToEnd } from "./ending.ts"
import { fileLogger, logPathOf } from "./log.ts"
import { withHouse } from "./run.ts"

type EffectInvocation = Extract<Invocation, { kind: "effect" }>

/** 128 + SIGINT, as a shell says it. */
const interrupted: Outcome = { stdout: "", stderr: "switchyard: stopped\n", code: 1 }

/** A database that cannot be started is a refusal in one line, like any other failure that a person can mend. */
const known = (error: unknown): unknown =>
  error instanceof EmbeddedPostgresError ? new Refusal({ message: error.message }) : error

/** Opens the house, runs one operator's command in it, and closes it. */
export const runEffectCommand = async (
  config: AppConfig,
  actor: string,
  invocation: EffectInvocation
): Promise<Outcome> => {
  const work = Effect.provideService(invocation.effect, Actor, actor)
  const changes = deedOf(invocation.path) === "changes"
  const exit = await runToEnd(
    withHouse(config, work, { supervise: false, changes }).pipe(
      Effect.provide(fileLogger(logPathOf(config.home)))
    )
  )
  if (Exit.isSuccess(exit)) return exit.value
  if (isInterrupt(exit)) return interrupted
  const error = Cause.squash(exit.cause)
  // Said by `main`, as what the environment has wrong.
  if (error instanceof ConfigError) throw error
  return renderFailure(known(error), invocation.format, logPathOf(config.home))
}
