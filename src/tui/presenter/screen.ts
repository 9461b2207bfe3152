import { forgetTablesIfFull, type Rect, tableEpoch, unknown } from "./cells.ts"
import { writeDifference } from "./diff.ts"
import { FrameWriter } from "./frame-writer.ts"
import { type Grid, grid } from "./grid.ts"
import { InkFrame } from "./ink-frame.ts"
import type { Layers } from "./layers.ts"
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
    this.ink.resize(width, height)
    this.forgetTerminal()
  }

  /** Something else may have drawn on the terminal: the next frame writes every cell. */
  forgetTerminal(): void {
    this.#front = grid(this.#back.width, this.#back.height, unknown)
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
    const bytes = this.#frame(look, this.#front, this.#back, cursor, this.#cursorShown)
    this.#cursorShown = cursor
    const shown = this.#back
    this.#back = this.#front
    this.#front = shown
    return bytes
  }

  /** The bytes that draw the present state on a terminal that shows nothing, with nothing taken from a cache. */
  fromNothing(cursor: CursorPlace | null): string {
    const { width, height } = this.#back
    const back = grid(width, height)
    this.#layers.composeFresh(this.ink.fresh(), back)
    return this.#frame(this.#sgr.base(), grid(width, height, unknown), back, cursor, null)
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
    this.#layers.compose(this.ink.grid, this.#back)
  }

  #startOver(): void {
    this.#epoch = tableEpoch()
    this.#sgr.forget()
    this.ink.repaintAll()
    this.#layers.markAllStale()
    this.#front.cells.fill(unknown)
  }

  #frame(
    look: string,
    front: Grid,
    back: Grid,
    cursor: CursorPlace | null,
    shown: CursorPlace | null
  ): string {
    const writer = new FrameWriter(this.#sgr, this.#surface)
    writeDifference(front, back, writer)
    const isCursorSame = cursor?.x === shown?.x && cursor?.y === shown?.y
    if (writer.bytes === "" && isCursorSame) return ""
    this.cellsWritten = writer.cellsWritten
    const body = writer.end(cursor)
    const visibility = (cursor === null) === (shown === null) ? "" : cursor === null ? hideCursor : showCursor
    return `${beginSynchronized}${look}${body}${visibility}${endSynchronized}`
  }
}
