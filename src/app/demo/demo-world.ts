import * as Effect from "effect/Effect"
import type { AppConfig } from "../config.ts"
import { fileLogger, logPathOf } from "../log.ts"
import { withHouse } from "../run.ts"
import { animate, type DemoInput, headless, openDemo } from "./demo.ts"

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Until every sandbox order has reached its end; gives the exit code. */
export const demoWithoutTerminal = (config: AppConfig, input: DemoInput) =>
  Effect.scoped(
    Effect.gen(function* () {
      const ready = yield* openDemo(config, input)
      const count = Object.keys(ready.plan.expected).length
      say(`switchyard demo: ${count} sandbox orders, seed ${ready.seed}, no terminal, so it runs by itself`)
      const work = Effect.andThen(animate(config, ready), headless(ready, say))
      const good = yield* withHouse(config, Effect.scoped(work))
      return good ? 0 : 1
    })
  ).pipe(Effect.provide(fileLogger(logPathOf(config.home))))

/** The world in the background of the console: it comes up while the first frame is on the screen already. */
export const demoWorld = (config: AppConfig, input: DemoInput) =>
  Effect.gen(function* () {
    const ready = yield* openDemo(config, input)
    yield* withHouse(config, Effect.andThen(animate(config, ready), Effect.never))
  }).pipe(Effect.scoped)
