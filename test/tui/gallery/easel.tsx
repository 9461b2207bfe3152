import { setImmediate as nextTurn } from "node:timers/promises"
import { vi } from "vitest"
import { partsOf } from "../../../src/tui/console-parts.ts"
import { ConsoleFrame } from "../../../src/tui/frame/console-frame.tsx"
import { Frame } from "../../../src/tui/frame/frame.ts"
import { topOf } from "../../../src/tui/frame/frame-state.ts"
import { keymap } from "../../../src/tui/keymap.ts"
import { forgetPainted } from "../../../src/tui/presenter/cells.ts"
import { mountConsole } from "../../../src/tui/presenter/mount-console.tsx"
import type { ConsoleRuntime } from "../../../src/tui/runtime.ts"
import type { Place } from "../../../src/tui/screen.ts"
import { screenTable } from "../../../src/tui/screen-table.ts"
import { FakeInput, FakeTerminal } from "../presenter/fake-terminal.ts"
import { type Between, nothingBetween, runtimeBetween } from "../world/between.ts"
import type { ChangingWorld } from "../world/changing-world.ts"
import { nowMs } from "../world/sample-orders.ts"

export interface Easel {
  readonly terminal: FakeTerminal
  readonly between: Between
  readonly log: ReadonlyArray<string>
  press(keys: string): Promise<void>
  /** Keys in one read, and what comes of them while nothing is answered. */
  typeAhead(...keys: ReadonlyArray<string>): Promise<void>
  /** Another place, whose first reading is under way then. */
  open(place: Place): void
  isReading(): boolean
  /** Waits until nothing changes any more. */
  rest(): Promise<void>
  /** Says no to a question, leaves a line that is typed; the screen stays. */
  decline(): Promise<void>
  resize(columns: number, rows: number): Promise<void>
  /** So much time goes by. */
  later(ms: number): Promise<void>
  /** The bytes that draw the present picture on an empty terminal. */
  fullPaint(): string
  /** Whatever was kept of painted rows is forgotten, and everything is formatted and painted again. */
  formatAnew(): Promise<void>
  close(): void
}

/** The time of these pictures goes on only when the test says so, for timers and clocks alike. */
export const stopTime = (): void => {
  vi.useFakeTimers({
    now: nowMs,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"]
  })
}

/** Listening to the database never ends. */
const resting = 1
const stepMs = 10
const mostSteps = 500
const quietSteps = 4

/** How many effects are under way; what is not done yet may still change the picture. */
const counted = (runtime: ConsoleRuntime): { readonly runtime: ConsoleRuntime; running(): number } => {
  let running = 0
  const runCallback: ConsoleRuntime["runCallback"] = (effect, options) => {
    running++
    return runtime.runCallback(effect, {
      ...options,
      onExit: (exit) => {
        running--
        options?.onExit?.(exit)
      }
    })
  }
  return { runtime: { ...runtime, runCallback }, running: () => running }
}

/** The whole console with a place opened in it, on a terminal in memory, without keys and without waiting. */
export const easelOf = async (
  world: ChangingWorld,
  place: Place,
  size: { readonly columns: number; readonly rows: number },
  between: Between = nothingBetween(),
  env: Readonly<Record<string, string>> = {}
): Promise<Easel> => {
  const terminal = new FakeTerminal(size.columns, size.rows)
  const input = new FakeInput()
  const log: Array<string> = []
  const { runtime, running } = counted(runtimeBetween(world, between))
  let now = nowMs
  const parts = partsOf({
    runtime,
    environment: "sandbox",
    databaseName: "db1/orders",
    actor: "ana",
    env,
    log: (line) => log.push(line),
    terminal,
    now: () => now,
    zone: "UTC"
  })
  const frame = new Frame({
    ...parts,
    screens: screenTable,
    env,
    copy: () => ({ isDone: true, said: "" }),
    quit: () => undefined
  })
  const settle = async (): Promise<void> => {
    let quiet = 0
    for (let step = 0; quiet < quietSteps; step++) {
      if (step > mostSteps) throw new Error(`${place.screen} does not come to rest: ${running()} under way`)
      const seen = terminal.written.length
      await vi.advanceTimersByTimeAsync(stepMs)
      await nextTurn()
      quiet = seen === terminal.written.length && running() <= resting ? quiet + 1 : 0
    }
  }
  /** Time goes on while the last bytes are parsed, and a timer may have waited for just that. */
  const settled = async (): Promise<void> => {
    for (;;) {
      await settle()
      const seen = terminal.written.length
      const parsed = new Promise<void>((resolve) => terminal.screen.write("", resolve))
      await vi.advanceTimersByTimeAsync(stepMs)
      await parsed
      await nextTurn()
      if (seen === terminal.written.length && running() <= resting) return
    }
  }
  parts.clock.start()
  parts.live.start()
  parts.figures.start()
  frame.open({ screen: "orders" })
  if (place.screen !== "orders") frame.open(place)
  const mounted = mountConsole(<ConsoleFrame frame={frame} keymap={keymap} commands={[]} />, {
    theme: parts.theme,
    presenter: parts.presenter,
    terminal,
    input: input.asStdin
  })
  await settled()
  return {
    terminal,
    between,
    log,
    open: (next) => frame.open(next),
    isReading: () => topOf(frame.store.get())?.screen.isReading() === true,
    rest: settled,
    typeAhead: async (...keys) => {
      for (const key of keys) input.type(key)
      for (let step = 0; step < quietSteps; step++) {
        await vi.advanceTimersByTimeAsync(stepMs)
        await nextTurn()
      }
    },
    press: async (keys) => {
      input.type(keys)
      await settled()
    },
    decline: async () => {
      const state = frame.store.get()
      if (state.question !== null) input.type("n")
      else if (topOf(state)?.screen.isTyping?.() === true || state.overlay !== null) input.type("\x1b")
      await settled()
    },
    resize: async (columns, rows) => {
      terminal.resize(columns, rows)
      await settled()
    },
    later: async (ms) => {
      now += ms
      await vi.advanceTimersByTimeAsync(ms)
      await settled()
    },
    fullPaint: () => parts.presenter.fullPaint(),
    formatAnew: async () => {
      forgetPainted()
      parts.presenter.repaint()
      await settled()
    },
    close: () => {
      mounted.close()
      frame.close()
      parts.figures.stop()
      parts.live.stop()
      parts.clock.stop()
      parts.bridge.close()
    }
  }
}
