import { setImmediate as nextTurn } from "node:timers/promises"
import { partsOf } from "../../src/tui/console-parts.ts"
import { ConsoleFrame } from "../../src/tui/frame/console-frame.tsx"
import { Frame } from "../../src/tui/frame/frame.ts"
import { keymap } from "../../src/tui/keymap.ts"
import { mountConsole } from "../../src/tui/presenter/mount-console.tsx"
import type { ConsoleRuntime } from "../../src/tui/runtime.ts"
import type { OutsideText, Place } from "../../src/tui/screen.ts"
import { screenTable } from "../../src/tui/screen-table.ts"
import { FakeInput, FakeTerminal } from "../tui/presenter/fake-terminal.ts"
import { textOfScreen } from "../tui/presenter/screen-reading.ts"

/** What leaves by another way than the terminal: the clipboard, a pager, an editor. */
class WatchedFrame extends Frame {
  readonly handedOut: Array<string> = []

  override view(text: string): void {
    this.handedOut.push(text)
  }

  override edit(text: string, _about: OutsideText, done: (text: string | null) => void): void {
    this.handedOut.push(text)
    done(null)
  }
}

/** How many effects are under way; listening to the database never ends. */
const counted = (runtime: ConsoleRuntime) => {
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
const resting = 1
const quietTurns = 3
const patienceMs = 20_000

/** So tall and wide that nothing is left out of the picture. */
const size = { columns: 220, rows: 150 }

export interface DrawnConsole {
  /** Another place, drawn to its end. */
  open(place: Place): Promise<void>
  press(key: string): Promise<void>
  /** Says no to a question and closes what lies over the screen. */
  decline(): Promise<void>
  /** What went wrong inside it. */
  readonly log: ReadonlyArray<string>
  /** All that can be read, on the terminal and beyond it. */
  text(): string
  close(): void
}

/** The whole console over a real database, on a terminal in memory. */
export const drawConsole = async (live: ConsoleRuntime, now: () => number): Promise<DrawnConsole> => {
  const terminal = new FakeTerminal(size.columns, size.rows)
  const input = new FakeInput()
  const { runtime, running } = counted(live)
  const copied: Array<string> = []
  const log: Array<string> = []
  const parts = partsOf({
    runtime,
    environment: "sandbox",
    databaseName: "db1/orders",
    actor: "ben",
    env: {},
    log: (line) => void log.push(line),
    terminal,
    now,
    zone: "UTC"
  })
  const frame = new WatchedFrame({
    ...parts,
    screens: screenTable,
    env: {},
    copy: (text) => {
      copied.push(text)
      return { isDone: true, said: "" }
    },
    quit: () => undefined
  })
  const settled = async (): Promise<void> => {
    const until = performance.now() + patienceMs
    for (let quiet = 0; quiet < quietTurns; ) {
      if (performance.now() > until) throw new Error(`it does not come to rest: ${running()} under way`)
      const seen = terminal.written.length
      await terminal.settled()
      await nextTurn()
      quiet = seen === terminal.written.length && running() <= resting ? quiet + 1 : 0
    }
  }
  parts.clock.start()
  parts.live.start()
  parts.figures.start()
  frame.open({ screen: "orders" })
  const mounted = mountConsole(<ConsoleFrame frame={frame} keymap={keymap} commands={[]} />, {
    theme: parts.theme,
    presenter: parts.presenter,
    terminal,
    input: input.asStdin
  })
  await settled()
  return {
    log,
    open: async (place) => {
      frame.open(place)
      await settled()
    },
    press: async (key) => {
      input.type(key)
      await settled()
    },
    decline: async () => {
      const { question, overlay } = frame.store.get()
      if (question !== null) input.type("n")
      else if (overlay !== null) input.type("\x1b")
      await settled()
    },
    text: () => [...textOfScreen(terminal.screen), ...copied, ...frame.handedOut].join("\n"),
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
