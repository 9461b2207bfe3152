import { clip, columnsOf, type SafeText } from "../safe-text.ts"
import { blank, type Cells, pack, putText } from "./cells.ts"
import type { StyleId } from "./style-table.ts"

/** Writes one line of a table cell by cell, from left to right. */
export interface LineWriter {
  /** The columns that the whole line may use. */
  readonly width: number
  /** Cut with `…` or padded to `width`, then one column of space. */
  cell(text: SafeText, width: number, style: StyleId, align?: "left" | "right"): void
}

export class CellLine implements LineWriter {
  readonly width: number
  readonly cells: Cells
  /** Where each cell of the line begins. */
  readonly starts: Array<number> = []
  #at = 0

  constructor(width: number) {
    this.width = width
    this.cells = new Int32Array(width).fill(blank)
  }

  cell(text: SafeText, width: number, style: StyleId, align: "left" | "right" = "left"): void {
    this.starts.push(this.#at)
    const room = Math.min(width, this.width - this.#at)
    if (room > 0) {
      const shown = clip(text, room)
      const start = align === "left" ? this.#at : this.#at + room - columnsOf(shown)
      if (shown !== "") this.cells.fill(pack(style, 0x20), this.#at, this.#at + room)
      putText(this.cells, 0, this.#at + room, start, shown, style)
    }
    this.#at += width + 1
  }
}
