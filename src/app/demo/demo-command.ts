import * as Effect from "effect/Effect"
import { type AppConfig, readConfig } from "../config.ts"
import type { DemoInput } from "./demo.ts"

type Flags = Readonly<Record<string, unknown>>

const numberOf = (flag: unknown): number | null => (typeof flag === "number" ? flag : null)

const inputOf = (flags: Flags): DemoInput => ({
  orders: numberOf(flags.orders),
  seed: numberOf(flags.seed),
  speed: numberOf(flags.speed) ?? 1
})

/** The demo is always the sandbox world, whatever the environment says. */
const sandboxConfig = (): AppConfig => readConfig({ ...process.env, SWITCHYARD_WORLD: "sandbox" })

// Either way is loaded when it is taken: the console's first frame waits for nothing that it does not need.
const loadWorld = Effect.promise(() => import("./demo-world.ts"))

const inTerminal = (config: AppConfig, actor: string, input: DemoInput) =>
  // A signal is the console's own affair: it gives the terminal back and ends its world before it returns.
  Effect.promise(async () => {
    const { consoleCommand } = await import("../console-command.ts")
    return consoleCommand(config, actor, () =>
      Effect.flatMap(loadWorld, ({ demoWorld }) => demoWorld(config, input))
    )
  }).pipe(Effect.uninterruptible)

/** `npm start`: the sandbox world with its console, or headless where there is no terminal. */
export const demoCommand = (actor: string, flags: Flags) => {
  const sandbox = sandboxConfig()
  const hasTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true && flags.headless !== true
  if (hasTerminal) return inTerminal(sandbox, actor, inputOf(flags))
  return Effect.flatMap(loadWorld, ({ demoWithoutTerminal }) => demoWithoutTerminal(sandbox, inputOf(flags)))
}
