import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type CrashLabel, CrashPoint } from "../domain/ports/crash-point.ts"

/** Kills this process, as hard as `kill -9`, at a labelled point with its probability. */
export const crashKiller = (chances: ReadonlyMap<string, number>): Layer.Layer<never> =>
  Layer.succeed(CrashPoint, (label: CrashLabel) =>
    Effect.sync(() => {
      if (Math.random() < (chances.get(label) ?? 0)) {
        process.stderr.write(`crash ${label}\n`)
        process.kill(process.pid, "SIGKILL")
      }
    })
  )
