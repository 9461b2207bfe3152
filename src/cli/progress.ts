import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { safe } from "../tui/safe-text.ts"

/** Where a command that takes long says how far it is: standard error, so that the answer stays alone. */
export const Progress = Context.Reference<(line: string) => Effect.Effect<void>>("switchyard/cli/Progress", {
  defaultValue: () => (line) =>
    Effect.sync(() => {
      process.stderr.write(`${safe(line)}\n`)
    })
})

export const silence = (): Effect.Effect<void> => Effect.void

export const progress = (line: string): Effect.Effect<void> => Effect.flatMap(Progress, (say) => say(line))
