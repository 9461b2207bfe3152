import { setTimeout as pause } from "node:timers/promises"
import { type IPty, spawn } from "@lydell/node-pty"
import { emulator } from "../presenter/fake-terminal.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import type { CastEvent } from "./asciicast.ts"

export interface Recorded {
  readonly file: string
  readonly args: ReadonlyArray<string>
  readonly columns: number
  readonly rows: number
  readonly env: NodeJS.ProcessEnv
}

const patienceMs = 120_000
const fullScreen = "\x1b[?1049h"
/** So long a wait for something to happen looks at most, in seconds. */
const longestWait = 2.5

interface Chunk {
  readonly atMs: number
  readonly data: string
}

/** A program on a real terminal, recorded from its first full screen on, in a time of its own: no wait is long. */
export class RecordedTerminal {
  readonly events: Array<CastEvent> = []
  readonly ended: Promise<unknown>
  readonly #screen: ReturnType<typeof emulator>
  readonly #pty: IPty
  #chunks: Array<Chunk> = []
  #stepBegan = performance.now()
  #time = 0
  #hasBegun = false

  constructor({ file, args, columns, rows, env }: Recorded) {
    this.#screen = emulator(columns, rows)
    this.#pty = spawn(file, [...args], { cols: columns, rows, env })
    this.#pty.onData((data) => this.#take(data))
    this.ended = new Promise((resolve) => this.#pty.onExit(resolve))
  }

  /** Waits until the screen shows it; what came meanwhile is a step of the recording. */
  async sees(wanted: RegExp): Promise<void> {
    const until = performance.now() + patienceMs
    while (!wanted.test(this.#text())) {
      if (performance.now() > until) throw new Error(`${wanted} did not appear:\n${this.#text()}`)
      await pause(20)
    }
    // The rest of the frame in which it appeared.
    await pause(150)
    this.#endStep()
  }

  /** After a look of so many seconds. */
  press(keys: string, seconds: number): void {
    this.#endStep()
    this.#time += seconds
    this.#stepBegan = performance.now()
    this.#pty.write(keys)
  }

  async type(text: string): Promise<void> {
    for (const letter of text) {
      this.press(letter, 0.15)
      await pause(120)
    }
  }

  end(): void {
    this.#pty.kill("SIGTERM")
  }

  #text(): string {
    return textOfScreen(this.#screen).join("\n")
  }

  #take(data: string): void {
    this.#screen.write(data)
    const from = this.#hasBegun ? 0 : data.indexOf(fullScreen)
    if (from < 0) return
    if (!this.#hasBegun) this.#stepBegan = performance.now()
    this.#hasBegun = true
    this.#chunks.push({ atMs: performance.now(), data: data.slice(from) })
  }

  #endStep(): void {
    const lasted = (performance.now() - this.#stepBegan) / 1000
    const scale = Math.min(1, longestWait / lasted)
    for (const { atMs, data } of this.#chunks) {
      const at = this.#time + ((atMs - this.#stepBegan) / 1000) * scale
      this.events.push([Math.round(at * 1000) / 1000, "o", data])
    }
    this.#time += this.#chunks.length === 0 ? 0 : lasted * scale
    this.#chunks = []
    this.#stepBegan = performance.now()
  }
}
