import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { type IPty, spawn } from "@lydell/node-pty"
import { emulator } from "../presenter/fake-terminal.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"

export const launcher = join(
  dirname(fileURLToPath(import.meta.url)),
  "..",
  "..",
  "..",
  "bin",
  "switchyard.mjs"
)
const size = { columns: 120, rows: 40 }
/** Of a machine on which others work too: it is never waited in vain but where something is wrong. */
const usualWaitMs = 30_000

/** A home of its own for a sandbox world, which PostgreSQL's account may enter when we are root. */
export const makeHome = (): { readonly home: string; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-terminal-"))
  chmodSync(folder, 0o711)
  // These ways begin at the orders, whatever the file of the person says who runs the tests.
  mkdirSync(join(folder, "config", "switchyard"), { recursive: true })
  writeFileSync(join(folder, "config", "switchyard", "console.toml"), 'home = "orders"\n')
  return { home: join(folder, "world"), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const hasWord = (pid: string, file: string, word: string): boolean => {
  try {
    return readFileSync(join("/proc", pid, file), "utf8").includes(word)
  } catch {
    // It ended while we looked, or is somebody else's.
    return false
  }
}

/** The words that a process was started with; nothing if it ended, or is somebody else's. */
export const commandLine = (pid: string): string => {
  try {
    return readFileSync(join("/proc", pid, "cmdline"), "utf8").replaceAll("\0", " ")
  } catch {
    return ""
  }
}

/** Every process that was started for this home: by its arguments, or by what it inherited. */
export const processesOf = (home: string): ReadonlyArray<string> =>
  readdirSync("/proc").filter(
    (pid) => /^\d+$/.test(pid) && (hasWord(pid, "cmdline", home) || hasWord(pid, "environ", home))
  )

export const isServer = (pid: string): boolean => hasWord(pid, "cmdline", "bin/postgres")

interface Program {
  readonly file: string
  readonly words: ReadonlyArray<string>
}
const console: Program = { file: process.execPath, words: [launcher] }

/** A shell that knows jobs, and what is typed in it to start the console. */
export const shell: Program = { file: "bash", words: ["--norc", "--noprofile", "-i"] }
export const consoleLine = `"${process.execPath}" "${launcher}" console`

/** The bundled program on a real pseudo-terminal, read through a terminal emulator. */
export class RealTerminal {
  readonly bytes: Array<string> = []
  readonly exited: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>
  readonly #screen = emulator(size.columns, size.rows)
  readonly #pty: IPty

  constructor(home: string, args: ReadonlyArray<string>, program: Program = console) {
    this.#pty = spawn(program.file, [...program.words, ...args], {
      cols: size.columns,
      rows: size.rows,
      env: {
        ...process.env,
        SWITCHYARD_HOME: home,
        SWITCHYARD_WORLD: "sandbox",
        TERM: "xterm-256color",
        XDG_CONFIG_HOME: join(dirname(home), "config")
      }
    })
    this.#pty.onData((data) => {
      this.bytes.push(data)
      this.#screen.write(data)
    })
    this.exited = new Promise((resolve) => this.#pty.onExit(resolve))
  }

  lines(): ReadonlyArray<string> {
    return textOfScreen(this.#screen)
  }

  text(): string {
    return this.lines().join("\n")
  }

  /** What a program may leave switched on, as the emulator has it; what it does not know is read from the bytes. */
  modes(): Readonly<Record<string, unknown>> {
    const { bracketedPasteMode, mouseTrackingMode, sendFocusMode, wraparoundMode } = this.#screen.modes
    const bytes = this.bytes.join("")
    return {
      screen: this.#screen.buffer.active.type,
      isCursorShown: bytes.lastIndexOf("\x1b[?25h") >= bytes.lastIndexOf("\x1b[?25l"),
      isFrameOpen: bytes.lastIndexOf("\x1b[?2026h") > bytes.lastIndexOf("\x1b[?2026l"),
      paste: bracketedPasteMode,
      mouse: mouseTrackingMode,
      focus: sendFocusMode,
      wrap: wraparoundMode,
      keyboards: bytes.split("\x1b[>").length - bytes.split("\x1b[<u").length
    }
  }

  /** Takes the window away, as closing it does. */
  close(): void {
    this.#pty.kill("SIGKILL")
  }

  press(keys: string): void {
    this.#pty.write(keys)
  }

  kill(signal: NodeJS.Signals): void {
    this.#pty.kill(signal)
  }

  /** Waits until this is on the screen no more. */
  async misses(unwanted: RegExp, withinMs = usualWaitMs): Promise<void> {
    const until = performance.now() + withinMs
    while (unwanted.test(this.text())) {
      if (performance.now() > until) throw new Error(`${unwanted} did not go away:\n${this.text()}`)
      await pause(20)
    }
  }

  /** Waits until the screen is as it should be, and gives it. */
  async sees(wanted: RegExp, withinMs = usualWaitMs): Promise<string> {
    const until = performance.now() + withinMs
    while (performance.now() < until) {
      const text = this.text()
      if (wanted.test(text)) return text
      await pause(20)
    }
    throw new Error(`${wanted} did not appear:\n${this.text()}`)
  }
}
