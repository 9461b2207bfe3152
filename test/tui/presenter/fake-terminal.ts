import { EventEmitter } from "node:events"
import xterm from "@xterm/headless"
import type { TerminalOutput } from "../../../src/tui/presenter/terminal.ts"

export type Emulator = InstanceType<typeof xterm.Terminal>

export const emulator = (columns: number, rows: number): Emulator =>
  new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 })

export const parsed = (terminal: Emulator, bytes = ""): Promise<void> =>
  new Promise((resolve) => terminal.write(bytes, resolve))

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A terminal in memory: it keeps what was written, and parses it. */
export class FakeTerminal extends EventEmitter implements TerminalOutput {
  columns: number
  rows: number
  writableNeedDrain = false
  readonly screen: Emulator
  written: string[] = []

  constructor(columns: number, rows: number) {
    super()
    this.columns = columns
    this.rows = rows
    this.screen = emulator(columns, rows)
  }

  write(bytes: string): boolean {
    this.written.push(bytes)
    this.screen.write(bytes)
    return !this.writableNeedDrain
  }

  resize(columns: number, rows: number): void {
    this.columns = columns
    this.rows = rows
    this.screen.resize(columns, rows)
    this.emit("resize")
  }

  /** All frames that are due were drawn (data frames keep 8 ms) and parsed. */
  async settled(): Promise<void> {
    let seen = -1
    while (seen !== this.written.length) {
      seen = this.written.length
      await pause(10)
    }
    await parsed(this.screen)
  }

  /** The same without waiting for the distance between frames. */
  async hurried(hurry: () => void): Promise<void> {
    let quiet = 0
    while (quiet < 6) {
      const seen = this.written.length
      hurry()
      await new Promise((resolve) => setImmediate(resolve))
      quiet = seen === this.written.length ? quiet + 1 : 0
    }
    await parsed(this.screen)
  }

  takeWritten(): string[] {
    const taken = this.written
    this.written = []
    return taken
  }
}

/** A keyboard for Ink. */
export class FakeInput extends EventEmitter {
  readonly isTTY = true

  type(data: string): void {
    this.emit("data", data)
  }

  setEncoding(): void {}
  setRawMode(): void {}
  pause(): void {}
  resume(): void {}
  ref(): void {}
  unref(): void {}

  get asStdin(): NodeJS.ReadStream {
    return this as unknown as NodeJS.ReadStream
  }
}
