import * as Effect from "effect/Effect"
import { type AppConfig, readConfig } from "../config.ts"
import { fileLogger, logPathOf } from "../log.ts"
import { withHouse } from "../run.ts"
import { animate, type DemoInput, headless, openDemo } from "./demo.ts"

type Flags = Readonly<Record<string, unknown>>

const numberOf = (flag: unknown, otherwise: number): number => (typeof flag === "number" ? flag : otherwise)

const inputOf = (flags: Flags): DemoInput => ({
  orders: numberOf(flags.orders, 60),
  seed: numberOf(flags.seed, 1),
  speed: numberOf(flags.speed, 1)
})

/** The demo is always the sandbox world, whatever the environment says. */
const sandboxConfig = (): AppConfig => readConfig({ ...process.env, SWITCHYARD_WORLD: "sandbox" })

const say = (line: string) => process.stdout.write(`${line}\n`)

const withoutTerminal = (config: AppConfig, input: DemoInput) =>
  Effect.scoped(
    Effect.gen(function* () {
      say(
        `switchyard demo: ${input.orders} sandbox orders, seed ${input.seed}, no terminal, so it runs by itself`
      )
      const ready = yield* openDemo(config, input)
      const work = Effect.andThen(animate(config, ready), headless(ready, say))
      const good = yield* withHouse(config, Effect.scoped(work))
      return good ? 0 : 1
    })
  ).pipe(Effect.provide(fileLogger(logPathOf(config.home))))

/** The world in the background of the console: it comes up while the first frame is on the screen already. */
const world = (config: AppConfig, input: DemoInput) =>
  Effect.gen(function* () {
    const ready = yield* openDemo(config, input)
    yield* withHouse(config, Effect.andThen(animate(config, ready), Effect.never))
  })

const inTerminal = (config: AppConfig, actor: string, input: DemoInput) =>
  Effect.gen(function* () {
    const { consoleCommand } = yield* Effect.promise(() => import("../console-command.ts"))
    return yield* Effect.promise(() =>
      consoleCommand(config, actor, () => Effect.scoped(world(config, input)))
    )
  })

/** `npm start`: the sandbox world with its console, or headless where there is no terminal. */
export const demoCommand = (actor: string, flags: Flags) => {
  const sandbox = sandboxConfig()
  const hasTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true && flags.headless !== true
  return hasTerminal ? inTerminal(sandbox, actor, inputOf(flags)) : withoutTerminal(sandbox, inputOf(flags))
}
