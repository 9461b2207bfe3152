import * as Effect from "effect/Effect"
import type { AppConfig } from "../config.ts"
import { readConfig } from "../config.ts"
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

/** The demo is always the sandbox world, whatever the environment says; its alerts go to the sandbox's own mail server. */
const sandboxConfig = (config: AppConfig, smtpUrl: string | null): AppConfig =>
  readConfig({
    ...process.env,
    SWITCHYARD_WORLD: "sandbox",
    ...(config.environment === "sandbox" ? { SWITCHYARD_HOME: config.home } : {}),
    ...(smtpUrl === null ? {} : { SWITCHYARD_SMTP_URL: smtpUrl })
  })

const say = (line: string) => process.stdout.write(`${line}\n`)

const withoutTerminal = (config: AppConfig, input: DemoInput) =>
  Effect.scoped(
    Effect.gen(function* () {
      say(
        `switchyard demo: ${input.orders} sandbox orders, seed ${input.seed}, no terminal, so it runs by itself`
      )
      const { ready, smtpUrl } = yield* openDemo(config, input)
      const world = sandboxConfig(config, smtpUrl)
      const work = Effect.andThen(animate(world, ready), headless(ready, say))
      const good = yield* withHouse(world, Effect.scoped(work))
      return good ? 0 : 1
    })
  ).pipe(Effect.provide(fileLogger(logPathOf(config.home))))

/** The world in the background of the console: it comes up while the first frame is on the screen already. */
const world = (config: AppConfig, input: DemoInput) =>
  Effect.gen(function* () {
    const { ready, smtpUrl } = yield* openDemo(config, input)
    yield* withHouse(sandboxConfig(config, smtpUrl), Effect.andThen(animate(config, ready), Effect.never))
  })

const inTerminal = (config: AppConfig, actor: string, input: DemoInput) =>
  Effect.gen(function* () {
    const { consoleCommand } = yield* Effect.promise(() => import("../console-command.ts"))
    return yield* Effect.promise(() =>
      consoleCommand(config, actor, () => Effect.scoped(world(config, input)))
    )
  })

/** `npm start`: the sandbox world with its console, or headless where there is no terminal. */
export const demoCommand = (config: AppConfig, actor: string, flags: Flags) => {
  const sandbox = sandboxConfig(config, null)
  const hasTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true && flags.headless !== true
  return hasTerminal ? inTerminal(sandbox, actor, inputOf(flags)) : withoutTerminal(sandbox, inputOf(flags))
}
