import { openConsole } from "../../../src/tui/console.tsx"
import type { ConsoleRuntime } from "../../../src/tui/runtime.ts"
import type { TabName } from "../../../src/tui/tabs.ts"
import { FakeInput, FakeTerminal } from "../presenter/fake-terminal.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import { fakeRuntime } from "./fake-runtime.ts"
import type { FakeWorld } from "./fake-world.ts"
import { nowMs } from "./sample-orders.ts"

export interface Robot {
  readonly terminal: FakeTerminal
  readonly world: FakeWorld
  readonly log: ReadonlyArray<string>
  readonly ended: Promise<void>
  /** Types keys one after another and waits for the picture. */
  press(...keys: ReadonlyArray<string>): Promise<void>
  lines(): ReadonlyArray<string>
  /** Waits until a line of the screen holds the words. */
  sees(words: string): Promise<void>
  /** Waits until none does. */
  misses(words: string): Promise<void>
  quit(): Promise<void>
}

export interface RobotOptions {
  /** Instead of one that answers only what the looking screens ask. */
  readonly runtime?: ConsoleRuntime
  readonly columns?: number
  readonly rows?: number
  /** Orders by default, where most ways begin; null: as the person's file says. */
  readonly home?: TabName | null
  readonly env?: Readonly<Record<string, string>>
  readonly now?: () => number
  readonly commands?: ReadonlyArray<{ readonly line: string; readonly summary: string }>
}

const patienceMs = 18_000
/** Ink waits so long whether an escape begins a sequence. */
const escapeMs = 40

/** The whole console on a terminal in memory, over a world in memory. */
export const openRobot = async (world: FakeWorld, options: RobotOptions = {}): Promise<Robot> => {
  const terminal = new FakeTerminal(options.columns ?? 80, options.rows ?? 24)
  const input = new FakeInput()
  const log: Array<string> = []
  const ended = openConsole({
    runtime: options.runtime ?? fakeRuntime(world),
    environment: "sandbox",
    databaseName: "db1/orders",
    actor: "ana",
    env: options.env ?? {},
    commands: options.commands ?? [],
    log: (line) => log.push(line),
    terminal,
    input: input.asStdin,
    now: options.now ?? (() => nowMs),
    zone: "UTC",
    ...(options.home === null ? {} : { home: options.home ?? "orders" })
  })
  const lines = (): ReadonlyArray<string> => textOfScreen(terminal.screen)
  const waitFor = async (words: string, isThere: boolean): Promise<void> => {
    const until = performance.now() + patienceMs
    do {
      await terminal.settled()
      if (lines().some((line) => line.includes(words)) === isThere) return
    } while (performance.now() < until)
    throw new Error(
      `${log.join("\n")}“${words}” ${isThere ? "did not appear" : "is still there"}:\n${lines().join("\n")}`
    )
  }
  const sees = (words: string): Promise<void> => waitFor(words, true)
  const press = async (...keys: ReadonlyArray<string>): Promise<void> => {
    for (const key of keys) {
      input.type(key)
      if (key === "\x1b") await new Promise((resolve) => setTimeout(resolve, escapeMs))
      await terminal.settled()
    }
  }
  await sees("SANDBOX")
  // A key before Ink listens would be lost, and a busy machine can be that late.
  while (input.listenerCount("data") === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  return {
    terminal,
    world,
    log,
    ended,
    press,
    lines,
    sees,
    misses: (words) => waitFor(words, false),
    quit: async () => {
      input.type("\x03")
      await ended
    }
  }
}
