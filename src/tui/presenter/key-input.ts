import { EventEmitter } from "node:events"
import { type KeyPress, plainKey } from "../key-splitter.ts"
import { EscapeGate } from "./escape-gate.ts"

const escapeKey = "\x1b"
const pasteStart = `${escapeKey}[200~`
const pasteEnd = `${escapeKey}[201~`
/** Ink waits 20 ms for what may follow an ESC; so long after the last one it waits for nothing. */
const restMs = 100

/**
 * The keyboard as Ink reads it, through the gate. Ink keeps raw mode, pastes, and every sequence there is; but a letter or
 * an arrow is read alike by all, and its way through Ink costs as much as painting what it does. Such a key goes straight
 * to whom the keys are for, unless Ink is in the middle of something it may belong to.
 */
export class KeyInput extends EventEmitter {
  readonly #input: NodeJS.ReadStream
  readonly #now: () => number
  readonly #onInput: () => void
  readonly #gate = new EscapeGate()
  #unread: Array<string> = []
  #onKey: ((key: KeyPress) => void) | null = null
  #isPasting = false
  #escapeAt = Number.NEGATIVE_INFINITY

  /** `onInput`: called after each read, when it has been handed on. */
  constructor(input: NodeJS.ReadStream, now = () => performance.now(), onInput = () => {}) {
    super()
    this.#input = input
    this.#now = now
    this.#onInput = onInput
    this.on("newListener", (name) => {
      if (name === "readable") this.#open()
    })
    this.on("removeListener", (name) => {
      if (name === "readable") this.#close()
    })
  }

  get isTTY(): boolean {
    return this.#input.isTTY
  }

  /** Returns a function that takes it back. */
  takeKeys(onKey: (key: KeyPress) => void): () => void {
    this.#onKey = onKey
    return () => {
      if (this.#onKey === onKey) this.#onKey = null
    }
  }

  read(): string | null {
    return this.#unread.shift() ?? null
  }

  setEncoding(encoding: BufferEncoding): this {
    this.#input.setEncoding(encoding)
    return this
  }

  setRawMode(isRaw: boolean): this {
    this.#input.setRawMode(isRaw)
    return this
  }

  ref(): this {
    this.#input.ref()
    return this
  }

  unref(): this {
    this.#input.unref()
    return this
  }

  /** Ink asks for a tty stream, and uses of it what is above. */
  get asStdin(): NodeJS.ReadStream {
    return this as unknown as NodeJS.ReadStream
  }

  #open(): void {
    this.#input.on("data", this.#take)
    this.#input.resume()
  }

  /** What is typed from now on is another program's. */
  #close(): void {
    this.#input.off("data", this.#take)
    this.#input.pause()
    this.#unread = []
    this.#isPasting = false
  }

  #take = (chunk: string | Buffer): void => {
    const now = this.#now()
    const bytes = this.#gate.take(chunk.toString(), now)
    if (bytes === "") return
    const key = this.#isInkWaiting(now) ? null : plainKey(bytes)
    if (key !== null && this.#onKey !== null) this.#onKey(key)
    else this.#handOver(bytes, now)
    this.#onInput()
  }

  #isInkWaiting(now: number): boolean {
    return this.#isPasting || now - this.#escapeAt <= restMs
  }

  #handOver(bytes: string, now: number): void {
    if (bytes.includes(escapeKey)) {
      this.#escapeAt = now
      const [start, end] = [bytes.lastIndexOf(pasteStart), bytes.lastIndexOf(pasteEnd)]
      if (start !== end) this.#isPasting = start > end
    }
    this.#unread.push(bytes)
    this.emit("readable")
  }
}
