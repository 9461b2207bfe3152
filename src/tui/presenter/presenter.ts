import { FramePace } from "./frame-pace.ts"
import { InkSink } from "./ink-sink.ts"
import { type Handle, Layers, type OverlayLayer, type RegionLayer } from "./layers.ts"
import { type CursorPlace, Screen } from "./screen.ts"
import { SpokenLines } from "./spoken-lines.ts"
import type { Surface } from "./surface.ts"
import {
  enterSequence,
  type ForwardedModes,
  inputModesOff,
  leaveSequence,
  type TerminalOutput,
  writeNow
} from "./terminal.ts"

export interface FrameInfo {
  readonly bytes: number
  readonly cells: number
  /** Whether Ink drew since the frame before: a cursor move must not. */
  readonly inkCommit: boolean
}

export interface PresenterOptions {
  readonly terminal: TerminalOutput
  readonly surface: Surface
  /** Lines for a screen reader instead of a picture: nothing is repainted, and the terminal's own screen is kept. */
  readonly isReadOut?: boolean
}

/** INK_SCREEN_READER as people write it. */
export const isReadOut = (env: Readonly<Record<string, string | undefined>>): boolean =>
  env.INK_SCREEN_READER === "1" || env.INK_SCREEN_READER === "true"

/** A key's work may take a moment, until the database has answered: what comes so soon after it was asked for. */
const answerMs = 1500

type CursorSource = () => CursorPlace | null

/** Owns the terminal's picture: Ink's frames come in through `sink`, regions paint beside it, one write goes out. */
export class Presenter {
  onFlush: ((info: FrameInfo) => void) | undefined
  #frames = 0
  #terminal: TerminalOutput
  #sink: InkSink
  #layers: Layers
  #screen: Screen
  #pace: FramePace
  #modes: ForwardedModes = { isPasteOn: false, isKittyOn: false }
  #state: "outside" | "entering" | "inside" = "outside"
  #isLayoutStale = true
  #hasInkCommit = false
  #isWaitingForDrain = false
  #isFrameWaiting = false
  readonly #spoken: SpokenLines | null
  #keyAt = Number.NEGATIVE_INFINITY
  readonly #openedAt = performance.now()
  #cursor: CursorSource | null = null

  constructor({ terminal, surface, isReadOut = false }: PresenterOptions) {
    this.#spoken = isReadOut ? new SpokenLines() : null
    this.#terminal = terminal
    this.#pace = new FramePace(() => this.#flush())
    this.#layers = new Layers(() => this.#request())
    this.#screen = new Screen(this.#layers, surface)
    const { columns, rows } = this.#size()
    this.#sink = new InkSink(columns, rows, {
      frame: (text) => this.#takeFrame(text),
      mode: (bytes) => this.#takeMode(bytes)
    })
    this.#screen.resize(columns, rows)
    terminal.on("resize", this.#resized)
  }

  /** Given to Ink as its stdout. */
  get sink(): NodeJS.WriteStream {
    return this.#sink.asStdout
  }

  /** How many were written. */
  get frames(): number {
    return this.#frames
  }

  /** The alternate screen is entered by the first frame's write, so that no empty screen is seen before it. */
  enter(): void {
    if (this.#state !== "outside") return
    this.#state = "entering"
    this.#screen.entered()
    this.#isLayoutStale = true
    this.#pace.urgent()
    this.#request()
  }

  /** Back to the shell's screen. `sync` is for the process's exit handler. */
  leave(sync = false): void {
    const wasInside = this.#state === "inside"
    this.#state = "outside"
    this.#pace.stop()
    if (!wasInside) return
    const bytes = this.#spoken === null ? leaveSequence(this.#modes) : inputModesOff(this.#modes)
    this.#modes = { isPasteOn: false, isKittyOn: false }
    if (sync && this.#terminal.fd !== undefined) writeNow(this.#terminal.fd, bytes)
    else this.#terminal.write(bytes)
  }

  /** Hands the terminal to another program. Changes in the meantime are kept for the frame after `resume`. */
  suspend(): void {
    this.leave()
  }

  resume(): void {
    this.enter()
  }

  /** Ends for good: restores the terminal and lets go of it. */
  close(): void {
    this.leave()
    this.#terminal.off("resize", this.#resized)
  }

  addRegion(region: RegionLayer): Handle {
    this.#isLayoutStale = true
    return this.#layers.addRegion(region)
  }

  addOverlay(overlay: OverlayLayer): Handle {
    this.#isLayoutStale = true
    return this.#layers.addOverlay(overlay)
  }

  /** Where the text cursor stands; it is asked in each frame. Returns a function that takes it back. */
  setCursor(at: CursorSource | null): () => void {
    this.#cursor = at
    this.#request()
    return () => {
      if (this.#cursor === at) this.setCursor(null)
    }
  }

  /** A key was pressed: the next frame does not wait for the distance between frames. */
  urgent(): void {
    this.#keyAt = performance.now()
    this.#pace.urgent()
  }

  /** Since the last key, or since somebody opened it. */
  get untouchedMs(): number {
    return performance.now() - Math.max(this.#keyAt, this.#openedAt)
  }

  /** Everything painted anew, as when the theme changed. */
  repaint(): void {
    this.#layers.markAllStale()
    this.#screen.ink.repaintAll()
    this.#request()
  }

  /** The present picture as bytes for an empty terminal; tests compare it with what was drawn step by step. */
  fullPaint(): string {
    return this.#screen.fromNothing(this.#cursorPlace())
  }

  #size(): { columns: number; rows: number } {
    return { columns: this.#terminal.columns || 80, rows: this.#terminal.rows || 24 }
  }

  #resized = (): void => {
    const { columns, rows } = this.#size()
    this.#screen.resize(columns, rows)
    this.#isLayoutStale = true
    this.#sink.resize(columns, rows)
    this.#pace.urgent()
    this.#request()
  }

  #takeFrame(text: string): void {
    this.#screen.ink.set(text)
    this.#hasInkCommit = true
    this.#isLayoutStale = true
    this.#request()
  }

  #takeMode(bytes: string): void {
    if (bytes.startsWith("\x1b[?2004")) this.#modes.isPasteOn = bytes.endsWith("h")
    if (bytes.startsWith("\x1b[>")) this.#modes.isKittyOn = true
    if (bytes.startsWith("\x1b[<")) this.#modes.isKittyOn = false
    this.#terminal.write(bytes)
  }

  #request(): void {
    const isBusy = this.#isWaitingForDrain || this.#isFrameWaiting
    if (this.#state !== "outside" && !isBusy) this.#pace.request()
  }

  #flush(): void {
    if (this.#state === "outside" || this.#isFrameWaiting) return
    if (this.#terminal.writableNeedDrain === true) {
      this.#waitForDrain()
      return
    }
    if (this.#isLayoutStale) {
      this.#isLayoutStale = false
      this.#layers.measure()
    }
    if (this.#spoken !== null) {
      this.#speak(this.#spoken)
      return
    }
    const prefix = this.#state === "entering" ? enterSequence : ""
    const bytes = prefix + this.#screen.next(this.#cursorPlace())
    this.#state = "inside"
    if (bytes === "") return
    this.#write(bytes)
    this.onFlush?.({
      bytes: Buffer.byteLength(bytes),
      cells: this.#screen.cellsWritten,
      inkCommit: this.#hasInkCommit
    })
    this.#hasInkCommit = false
  }

  #speak(spoken: SpokenLines): void {
    this.#screen.next(null)
    this.#state = "inside"
    const lines = spoken.next(this.#screen.lines(), performance.now() - this.#keyAt < answerMs)
    if (lines.length > 0) this.#write(`${lines.join("\r\n")}\r\n`)
  }

  /** A frame that has not left is the only one that waits: the next is made when it is gone, of what is true then. */
  #write(bytes: string): void {
    this.#frames += 1
    let isTaken = false
    this.#terminal.write(bytes, () => {
      isTaken = true
      if (!this.#isFrameWaiting) return
      this.#isFrameWaiting = false
      this.#request()
    })
    this.#isFrameWaiting = !isTaken && (this.#terminal.writableLength ?? 0) > 0
  }

  /** A slow line: frames are dropped, not queued, and the last state is drawn when the line is free. */
  #waitForDrain(): void {
    this.#isWaitingForDrain = true
    this.#terminal.once("drain", () => {
      this.#isWaitingForDrain = false
      this.#request()
    })
  }

  #cursorPlace(): CursorPlace | null {
    const place = this.#cursor?.() ?? null
    if (place === null) return null
    const { width, height } = this.#screen.ink.grid
    const isOnScreen = place.x >= 0 && place.y >= 0 && place.x < width && place.y < height
    return isOnScreen ? place : null
  }
}
