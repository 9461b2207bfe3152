import { execFile, spawnSync } from "node:child_process"
import { setTimeout as pause } from "node:timers/promises"
import { promisify } from "node:util"

const run = promisify(execFile)
const patienceMs = 60_000

export const hasTmux = spawnSync("tmux", ["-V"]).status === 0

export interface Size {
  readonly columns: number
  readonly rows: number
}

export interface SessionOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly size?: Size
}

/** What of a terminal a program may leave behind: where the cursor is and whether it shows, the screen, mouse and keypad. */
const modes =
  "#{cursor_x},#{cursor_y} cursor #{cursor_flag} alternate #{alternate_on} mouse #{mouse_any_flag}#{mouse_sgr_flag} keypad #{keypad_flag}#{keypad_cursor_flag} wrap #{wrap_flag} insert #{insert_flag}"

let sessions = 0

/** A shell in a tmux server of its own: keys go in as from a keyboard, the screen is what tmux made of the bytes. */
export class Tmux {
  readonly #socket: string
  readonly #env: NodeJS.ProcessEnv

  private constructor(socket: string, env: NodeJS.ProcessEnv) {
    this.#socket = socket
    this.#env = env
  }

  static async open({ env, size = { columns: 120, rows: 40 } }: SessionOptions): Promise<Tmux> {
    const { DATABASE_URL: _, TMUX: __, ...inherited } = process.env
    const tmux = new Tmux(`switchyard-${process.pid}-${++sessions}`, { ...inherited, ...env })
    const { columns, rows } = size
    // Neither a person's own settings nor their shell's are part of what is tested.
    await tmux.#do("new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, "bash --norc --noprofile -i")
    await tmux.#do("set-option", "-g", "history-limit", "1000")
    await tmux.sees(/bash[^\n]*[#$]\s*$/)
    return tmux
  }

  async #do(...args: ReadonlyArray<string>): Promise<string> {
    const { stdout } = await run("tmux", ["-L", this.#socket, "-f", "/dev/null", ...args], { env: this.#env })
    return stdout
  }

  /** Keys as tmux names them: `C-s`, `Escape`, `Enter`; one character is itself. */
  async press(...keys: ReadonlyArray<string>): Promise<void> {
    for (const key of keys) await this.#do("send-keys", ...(key.length === 1 ? ["-l", "--", key] : [key]))
  }

  async type(text: string): Promise<void> {
    await this.#do("send-keys", "-l", "--", text)
  }

  /** As a terminal pastes: between brackets where the program asked for them. */
  async paste(text: string): Promise<void> {
    await this.#do("set-buffer", "--", text)
    await this.#do("paste-buffer", "-p", "-d")
  }

  async resize({ columns, rows }: Size): Promise<void> {
    await this.#do("resize-window", "-x", `${columns}`, "-y", `${rows}`)
  }

  async screen(): Promise<string> {
    return this.#do("capture-pane", "-p")
  }

  /** The screen with its colors and attributes, as bytes that would draw it. */
  async painted(): Promise<string> {
    return this.#do("capture-pane", "-p", "-e")
  }

  async modes(): Promise<string> {
    return (await this.#do("display-message", "-p", modes)).trim()
  }

  async #waits(wanted: (screen: string) => boolean, complaint: string): Promise<string> {
    const end = performance.now() + patienceMs
    let screen = await this.screen()
    while (!wanted(screen)) {
      if (performance.now() > end) throw new Error(`${complaint}:\n${screen}`)
      await pause(30)
      screen = await this.screen()
    }
    return screen
  }

  sees(wanted: RegExp): Promise<string> {
    return this.#waits((screen) => wanted.test(screen.trimEnd()), `${wanted} did not appear`)
  }

  misses(unwanted: RegExp): Promise<string> {
    return this.#waits((screen) => !unwanted.test(screen), `${unwanted} did not go away`)
  }

  async close(): Promise<void> {
    await this.#do("kill-server").catch((error: unknown) => {
      // It has ended with its last window already.
      if (!String(error).includes("no server running")) throw error
    })
  }
}
