import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"
import { type IPty, spawn } from "@lydell/node-pty"
import xterm from "@xterm/headless"

export interface Size {
  readonly columns: number
  readonly rows: number
}

export interface ProgramPlan {
  readonly file: string
  readonly args: ReadonlyArray<string>
  readonly env: Readonly<Record<string, string>>
  readonly size: Size
}

/** What the terminal got at once, and the screen that it made of it. */
export interface Shown {
  readonly at: number
  readonly data: string
}

const openLimitMs = 20_000
const quitLimitMs = 8_000
/** So many of a row's first cells that stand on another ground are a selected row; some programs leave the gaps out. */
const lookedAt = 24
const selectedCells = 14
const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }))

/** A program on a pseudo-terminal. Times are those of arrival; reading the screen comes after and costs nobody's time. */
export class TerminalProgram {
  readonly #pty: IPty
  readonly #screen: InstanceType<typeof xterm.Terminal>
  readonly #size: Size
  readonly #watchers = new Set<(shown: Shown) => void>()
  readonly #gone: Promise<unknown>

  constructor({ file, args, env, size }: ProgramPlan) {
    this.#size = size
    this.#screen = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      allowProposedApi: true,
      scrollback: 0
    })
    this.#pty = spawn(file, [...args], { cols: size.columns, rows: size.rows, env: { ...env } })
    this.#pty.onData((data) => {
      const at = performance.now()
      this.#screen.write(data, () => {
        for (const watch of [...this.#watchers]) watch({ at, data })
      })
    })
    this.#gone = new Promise((resolve) => this.#pty.onExit(resolve))
  }

  get pid(): number {
    return this.#pty.pid
  }

  press(keys: string): void {
    this.#pty.write(keys)
  }

  /** Calls for each chunk, after the screen shows it. */
  watch(watcher: (shown: Shown) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  line(y: number): string {
    return this.#screen.buffer.active.getLine(y)?.translateToString(true) ?? ""
  }

  lines(): ReadonlyArray<string> {
    return Array.from({ length: this.#size.rows }, (_, y) => this.line(y))
  }

  /** The order number of the row that looks selected; null: no row of the list does. */
  selected(): string | null {
    const usual = this.#background(4, this.#size.rows - 1)
    for (let y = 2; y < this.#size.rows; y++) {
      let apart = 0
      for (let x = 4; x < 4 + lookedAt; x++) if (this.#background(x, y) !== usual) apart += 1
      if (apart < selectedCells) continue
      const number = /#+\d+/.exec(this.line(y))?.[0]
      if (number !== undefined) return number
    }
    return null
  }

  #background(x: number, y: number): string {
    const cell = this.#screen.buffer.active.getLine(y)?.getCell(x)
    return `${cell?.isInverse()} ${cell?.getBgColorMode()} ${cell?.getBgColor()}`
  }

  /** The time of the chunk after which it holds. */
  async until(what: string, holds: () => boolean, withinMs = openLimitMs): Promise<number> {
    if (holds()) return performance.now()
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        stop()
        reject(new Error(`${what} within ${withinMs} ms:\n${this.lines().join("\n")}`))
      }, withinMs)
      const stop = this.watch(({ at }) => {
        if (!holds()) return
        clearTimeout(limit)
        stop()
        resolve(at)
      })
    })
  }

  /** Seconds of processor time of the program and what it started. */
  cpuSeconds(): number {
    return familyOf(this.pid).reduce((sum, pid) => sum + ticksOf(pid), 0) / ticksPerSecond
  }

  /** Megabytes that the largest process of the program holds. */
  rssMb(): number {
    return Math.max(...familyOf(this.pid).map(residentMb))
  }

  /** Leaves as a person does. */
  async quit(): Promise<void> {
    this.#pty.write("q")
    const gone = await Promise.race([this.#gone.then(() => true), pause(quitLimitMs, false)])
    if (!gone) this.#pty.kill("SIGKILL")
    await this.#gone
    this.#screen.dispose()
  }
}

const read = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8")
  } catch {
    // It ended while we looked.
    return ""
  }
}

const familyOf = (pid: number): ReadonlyArray<number> => {
  const children = read(pid, `task/${pid}/children`).trim()
  return [pid, ...(children === "" ? [] : children.split(" ").flatMap((child) => familyOf(Number(child))))]
}

const ticksOf = (pid: number): number => {
  const fields = read(pid, "stat").split(") ").at(-1)?.split(" ") ?? []
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(read(pid, "status"))?.[1] ?? 0) / 1024
