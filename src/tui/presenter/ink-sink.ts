import { EventEmitter } from "node:events"

interface SinkReceiver {
  frame(text: string): void
  /** Modes that are Ink's to switch (bracketed paste, kitty keyboard). */
  mode(bytes: string): void
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const modeChange = /^\x1b\[[?><]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const forwardedMode = /^\x1b\[(?:\?2004[hl]|>\d+u|<\d*u|\?u)$/
/** Erasing and moving, which Ink does around a suspension: the presenter draws the screen, so nothing is due. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const movement = /^(?:\x1b\[[0-9;]*[A-HJKST])+$/

/** Stands in for stdout towards Ink, which in debug mode writes one whole frame per commit. */
export class InkSink extends EventEmitter {
  readonly isTTY = true
  readonly writable = true
  columns: number
  rows: number
  #receiver: SinkReceiver

  constructor(columns: number, rows: number, receiver: SinkReceiver) {
    super()
    this.setMaxListeners(0)
    this.columns = columns
    this.rows = rows
    this.#receiver = receiver
  }

  /** An empty chunk with a callback is Ink waiting for its turn; without one it is an empty frame. */
  write(chunk: string, ...rest: unknown[]): boolean {
    const callback = rest.at(-1)
    const isBarrier = chunk === "" && typeof callback === "function"
    if (modeChange.test(chunk)) {
      if (forwardedMode.test(chunk)) this.#receiver.mode(chunk)
    } else if (!isBarrier && !movement.test(chunk)) {
      this.#receiver.frame(chunk)
    }
    if (typeof callback === "function") queueMicrotask(() => callback())
    return true
  }

  resize(columns: number, rows: number): void {
    this.columns = columns
    this.rows = rows
    this.emit("resize")
  }

  /** Ink asks for a tty stream, and uses of it what is above. */
  get asStdout(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream
  }
}
