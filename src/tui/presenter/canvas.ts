import { clip, columnsOf, type SafeText } from "../safe-text.ts"
import { blank, type Cells, pack, putText } from "./cells.ts"
import { copyRow, type Grid, releaseLeft, releaseRight } from "./grid.ts"
import type { StyleId } from "./style-table.ts"

/** What a region paints on. Everything is clipped to it, and nothing written here is parsed as ANSI. */
export interface Canvas {
  readonly width: number
  readonly height: number
  /** Given a width, the text is cut with `…` or padded to it, in the same style. */
  text(x: number, y: number, text: SafeText, style: StyleId, width?: number): void
  blit(x: number, y: number, row: Cells): void
  frame(style: StyleId): void
  clear(): void
  /** How often it was cleared: whoever leaves lines standing knows by it whether they still stand. */
  readonly clears: number
}

export class GridCanvas implements Canvas {
  readonly grid: Grid
  /** 1 for each line that was written on since it was last put on the screen. */
  readonly touched: Uint8Array
  clears = 0

  constructor(grid: Grid) {
    this.grid = grid
    this.touched = new Uint8Array(grid.height).fill(1)
  }

  get width(): number {
    return this.grid.width
  }

  get height(): number {
    return this.grid.height
  }

  clear(): void {
    this.grid.cells.fill(blank)
    this.touched.fill(1)
    this.clears += 1
  }

  text(x: number, y: number, text: SafeText, style: StyleId, width?: number): void {
    if (y < 0 || y >= this.height || x >= this.width) return
    this.touched[y] = 1
    const cut = clip(text, Math.min(width ?? Number.POSITIVE_INFINITY, this.width - x))
    const start = x + columnsOf(cut)
    const end = Math.max(start, Math.min(this.width, x + (width ?? 0)))
    const rowStart = y * this.width
    const rowEnd = rowStart + this.width
    const from = rowStart + Math.max(0, x)
    releaseLeft(this.grid.cells, rowStart, from)
    putText(this.grid.cells, rowStart, rowEnd, x, cut, style)
    if (end > start) this.grid.cells.fill(pack(style, 0x20), rowStart + Math.max(0, start), rowStart + end)
    if (end > 0) releaseRight(this.grid.cells, rowEnd, rowStart + end)
  }

  blit(x: number, y: number, row: Cells): void {
    this.touched[y] = 1
    copyRow(row, 0, row.length, row.length, this.grid, x, y)
  }

  frame(style: StyleId): void {
    const right = this.width - 1
    const bottom = this.height - 1
    if (right < 1 || bottom < 1) return
    const line = "─".repeat(right - 1)
    this.text(0, 0, `┌${line}┐` as SafeText, style)
    this.text(0, bottom, `└${line}┘` as SafeText, style)
    for (let y = 1; y < bottom; y++) {
      this.text(0, y, "│" as SafeText, style)
      this.text(right, y, "│" as SafeText, style)
    }
  }
}
