import { type Cells, glyphOf, isUnsure, plain, rightHalf, styleOf, textOfGlyph } from "./cells.ts"
import type { SgrWriter } from "./sgr-writer.ts"
import type { StyleId } from "./style-table.ts"
import type { Surface } from "./surface.ts"

const position = (x: number, y: number): string => `\x1b[${y + 1};${x + 1}H`

const forward = (columns: number): string => `\x1b[${columns}C`

/** Turns cells into bytes, knowing where the terminal's cursor is and which look is on. */
export class FrameWriter {
  #sgr: SgrWriter
  #surface: Surface
  #style: StyleId = plain
  #x = -1
  #y = -1
  bytes = ""
  cellsWritten = 0

  constructor(sgr: SgrWriter, surface: Surface) {
    this.#sgr = sgr
    this.#surface = surface
  }

  /** The stretch of a row from column `from` up to `to`; `row` is the index of the row's first cell. */
  cells(cells: Cells, row: number, y: number, from: number, to: number): void {
    for (let x = from; x < to; x++) {
      const cell = cells[row + x] ?? 0
      const glyph = glyphOf(cell)
      if (glyph === rightHalf) continue
      const isWide = x + 1 < to && glyphOf(cells[row + x + 1] ?? 1) === rightHalf
      this.#glyph(x, y, glyph, styleOf(cell), isWide ? 2 : 1)
    }
  }

  eraseFrom(x: number, y: number): void {
    this.#moveTo(x, y)
    this.#look(plain)
    this.bytes += "\x1b[K"
  }

  /** Leaves the terminal in the default look, as the next frame expects it. */
  end(cursor: { readonly x: number; readonly y: number } | null): string {
    this.#look(plain)
    if (cursor !== null) this.bytes += position(cursor.x, cursor.y)
    return this.bytes
  }

  #glyph(x: number, y: number, glyph: number, style: StyleId, width: number): void {
    this.#moveTo(x, y)
    this.#look(style)
    this.cellsWritten += width
    const own = textOfGlyph(glyph)
    const text = this.#surface.isAscii ? this.#surface.glyph(own, width) : own
    if (text === own && isUnsure(glyph, width === 2)) {
      this.bytes += `${" ".repeat(width)}${position(x, y)}${text}`
      this.#x = -1
      return
    }
    this.bytes += text
    this.#x = x + width
  }

  #moveTo(x: number, y: number): void {
    if (this.#x === x && this.#y === y) return
    const isAhead = this.#y === y && this.#x >= 0 && this.#x < x
    this.bytes += isAhead ? forward(x - this.#x) : position(x, y)
    this.#x = x
    this.#y = y
  }

  #look(style: StyleId): void {
    this.bytes += this.#sgr.between(this.#style, style)
    this.#style = style
  }
}
