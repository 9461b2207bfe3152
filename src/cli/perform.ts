import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type { Answer } from "./answer.ts"
import type { CommandFailure, CommandServices } from "./command-services.ts"
import { Progress, silence } from "./progress.ts"
import { type Format, renderAnswer } from "./render-answer.ts"
import { type Outcome, renderFailure } from "./render-failure.ts"

export interface PerformOptions {
  readonly format: Format
  readonly quiet: boolean
  readonly logPath: string | null
}

/** Runs a command to its outcome. Defects are logged whole (the application says where) and told in one line. */
export const perform = (
  command: Effect.Effect<Answer, CommandFailure, CommandServices>,
  { format, quiet, logPath }: PerformOptions
): Effect.Effect<Outcome, never, CommandServices> => {
  const outcome = Effect.map(
    command,
    (answer): Outcome => ({
      stdout: renderAnswer(answer, format),
      stderr: "",
      code: answer.failed === true ? 1 : 0
    })
  )
  const settled = Effect.catchCause(outcome, (cause) => {
    if (Cause.hasInterruptsOnly(cause)) return Effect.interrupt
    const failed = Effect.succeed(renderFailure(Cause.squash(cause), format, logPath))
    return Cause.hasDies(cause) ? Effect.andThen(Effect.logError(cause), failed) : failed
  })
  return quiet ? Effect.provideService(settled, Progress, silence) : settled
}
