import { forgetTablesIfFull, type Rect, tableEpoch, unknown } from "./cells.ts"
import { writeDifference } from "./diff.ts"
import { FrameWriter } from "./frame-writer.ts"
import { type Grid, grid } from "./grid.ts"
import { InkFrame } from "./ink-frame.ts"
import type { Layers } from "./layers.ts"
import { linesOf } from "./region-as-text.tsx"
import { SgrWriter } from "./sgr-writer.ts"
import type { Surface } from "./surface.ts"
import { beginSynchronized, endSynchronized, hideCursor, showCursor } from "./terminal.ts"

export type CursorPlace = Pick<Rect, "x" | "y">

/** What the terminal shows and what it shall show, and the bytes between the two. */
export class Screen {
  readonly ink = new InkFrame()
  #layers: Layers
  #sgr: SgrWriter
  #surface: Surface
  /** The base look that the terminal has on between frames. */
  #baseOn = ""
  #front: Grid = grid(0, 0)
  #back: Grid = grid(0, 0)
  /** 1 for each line in which the two may differ. */
  #lines = new Uint8Array(0)
  #epoch = tableEpoch()
  #cursorShown: CursorPlace | null = null
  cellsWritten = 0

  constructor(layers: Layers, surface: Surface) {
    this.#layers = layers
    this.#surface = surface
    this.#sgr = new SgrWriter(surface)
  }

  resize(width: number, height: number): void {
    this.#back = grid(width, height)
    this.#lines = new Uint8Array(height)
    this.ink.resize(width, height)
    this.forgetTerminal()
  }

  /** Something else may have drawn on the terminal: the next frame writes every cell. */
  forgetTerminal(): void {
    this.#front = grid(this.#back.width, this.#back.height, unknown)
    this.#lines.fill(1)
    this.#cursorShown = null
  }

  /** The terminal was given back and taken again: it has its own look on. */
  entered(): void {
    this.#baseOn = ""
    this.forgetTerminal()
  }

  /** The bytes of the next frame; "" when the terminal already shows it. */
  next(cursor: CursorPlace | null): string {
    this.#compose()
    const base = this.#sgr.base()
    const look = base === this.#baseOn ? "" : base || "\x1b[m"
    this.#baseOn = base
    const bytes = this.#frame(look, this.#front, this.#back, this.#lines, cursor, this.#cursorShown)
    this.#cursorShown = cursor
    this.#keepShown()
    return bytes
  }

  /** The words on the screen, as of the last frame. */
  lines(): ReadonlyArray<string> {
    return linesOf(this.#back)
  }

  /** The bytes that draw the present state on a terminal that shows nothing, with nothing taken from a cache. */
  fromNothing(cursor: CursorPlace | null): string {
    const { width, height } = this.#back
    const back = grid(width, height)
    this.#layers.composeFresh(this.ink.fresh(), back)
    const all = new Uint8Array(height).fill(1)
    return this.#frame(this.#sgr.base(), grid(width, height, unknown), back, all, cursor, null)
  }

  /** What was to be shown is shown now. */
  #keepShown(): void {
    const { width, height, cells } = this.#back
    for (let y = 0; y < height; y++) {
      if (this.#lines[y] !== 1) continue
      this.#front.cells.set(cells.subarray(y * width, (y + 1) * width), y * width)
    }
    this.#lines.fill(0)
  }

  #compose(): void {
    if (this.#epoch !== tableEpoch()) this.#startOver()
    this.#paint()
    // Once: if one screen alone overflows the tables, it keeps their replacement glyphs.
    if (forgetTablesIfFull()) {
      this.#startOver()
      this.#paint()
    }
  }

  #paint(): void {
    this.ink.paint()
    this.#layers.paintStale()
    this.ink.takeTouched(this.#lines)
    this.#layers.takeTouched(this.#lines)
    this.#layers.compose(this.ink.grid, this.#back, this.#lines)
  }

  #startOver(): void {
    this.#epoch = tableEpoch()
    this.#sgr.forget()
    this.ink.repaintAll()
    this.#layers.markAllStale()
    this.#front.cells.fill(unknown)
    this.#lines.fill(1)
  }

  #frame(
    look: string,
    front: Grid,
    back: Grid,
    lines: Uint8Array,
    cursor: CursorPlace | null,
    shown: CursorPlace | null
  ): string {
    const writer = new FrameWriter(this.#sgr, this.#surface)
    writeDifference(front, back, lines, writer)
    const isCursorSame = cursor?.x === shown?.x && cursor?.y === shown?.y
    if (writer.bytes === "" && isCursorSame) return ""
    this.cellsWritten = writer.cellsWritten
    const body = writer.end(cursor)
    const visibility = (cursor === null) === (shown === null) ? "" : cursor === null ? hideCursor : showCursor
    return `${beginSynchronized}${look}${body}${visibility}${endSynchronized}`
  }
}
