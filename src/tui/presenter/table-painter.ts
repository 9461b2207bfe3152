import type { SafeText } from "../safe-text.ts"
import type { Theme } from "../theme.ts"
import type { Canvas } from "./canvas.ts"
import { type Cells, glyphOf, pack, styleOf, tableEpoch } from "./cells.ts"
import { changedFields, Flashes } from "./flash.ts"
import { CellLine, type LineWriter } from "./line-writer.ts"
import type { RegionSource } from "./region.tsx"
import { RowCache } from "./row-cache.ts"

/** A list as the table sees it. Rows are immutable: a changed row is another object. */
export interface TableSource<Row extends object> {
  length(): number
  at(index: number): Row | undefined
  /** Index of the first row on screen. */
  top(): number
  /** Index of the selected row, or -1. */
  cursor(): number
  marked(row: Row): boolean
  /** What a row is about: with it, a cell that changed is marked for a moment. */
  keyOf?(row: Row): string | number
  /** Called once per row object (and again when the width or `layout` changes). */
  format(row: Row, out: LineWriter): void
  /** The columns' names, drawn above the rows and counted out of the page's height. */
  header?(out: LineWriter): void
  /** Any value that stands for the choice of columns; when it changes, rows are formatted anew. */
  layout?(): unknown
  subscribe(invalidate: () => void): () => void
  /** The size that rows have to fit in: how many columns, how many rows on a page. */
  onSize?(width: number, rows: number): void
}

/** Columns left of each row: cursor, mark, space. */
export const gutterWidth = 3
const cursorMark = "▸" as SafeText
const rowMark = "*" as SafeText

/** Rows are copied from a cache; moving the cursor restyles two of them and formats none. */
export class TablePainter<Row extends object> implements RegionSource {
  #rows: TableSource<Row>
  #theme: Theme
  #cache = new RowCache<Row>()
  #width = -1
  #layout: unknown
  #epoch = -1
  #starts: ReadonlyArray<number> = []
  #flashes: Flashes<Row>

  constructor(rows: TableSource<Row>, theme: Theme) {
    this.#rows = rows
    this.#theme = theme
    this.#flashes = new Flashes(theme.flash)
  }

  subscribe(invalidate: () => void): () => void {
    const ends = [this.#rows.subscribe(invalidate), this.#flashes.subscribe(invalidate)]
    return () => {
      for (const end of ends) end()
    }
  }

  onSize(width: number, height: number): void {
    this.#rows.onSize?.(Math.max(0, width - gutterWidth), Math.max(0, height - this.#headerHeight()))
  }

  paint(canvas: Canvas): void {
    this.#forgetIfStale(canvas.width)
    const first = this.#headerHeight()
    if (first > 0) canvas.blit(gutterWidth, 0, this.#line((out) => this.#rows.header?.(out)).cells)
    const top = this.#rows.top()
    const cursor = this.#rows.cursor()
    const shown = Math.min(canvas.height - first, this.#rows.length() - top)
    for (let line = 0; line < shown; line++) {
      const row = this.#rows.at(top + line)
      if (row !== undefined) this.#paintRow(canvas, first + line, row, top + line === cursor)
    }
    this.#flashes.painted()
  }

  #paintRow(canvas: Canvas, y: number, row: Row, isSelected: boolean): void {
    const cells = this.#shown(row)
    if (isSelected) {
      canvas.text(0, y, cursorMark, this.#theme.selected(this.#theme.of("accent", "bold")), gutterWidth)
      canvas.blit(gutterWidth, y, this.#selected(cells))
    } else {
      canvas.blit(gutterWidth, y, cells)
    }
    if (!this.#rows.marked(row)) return
    const style = this.#theme.of("accent", "bold")
    canvas.text(1, y, rowMark, isSelected ? this.#theme.selected(style) : style)
  }

  #formatted(row: Row): Cells {
    return this.#cache.get(row, (missing) => {
      const line = this.#line((out) => this.#rows.format(missing, out))
      this.#starts = line.starts
      return line.cells
    })
  }

  #shown(row: Row): Cells {
    const cells = this.#formatted(row)
    const key = this.#rows.keyOf?.(row)
    if (key === undefined) return cells
    const fieldsSince = (before: Row) => changedFields(this.#formatted(before), cells, this.#starts)
    return this.#flashes.shown(key, row, cells, fieldsSince, (style) => this.#theme.flashed(style))
  }

  #selected(cells: Cells): Cells {
    return cells.map((cell) => pack(this.#theme.selected(styleOf(cell)), glyphOf(cell)))
  }

  #line(write: (out: LineWriter) => void): CellLine {
    const line = new CellLine(Math.max(0, this.#width - gutterWidth))
    write(line)
    return line
  }

  #headerHeight(): number {
    return this.#rows.header === undefined ? 0 : 1
  }

  #forgetIfStale(width: number): void {
    const layout = this.#rows.layout?.()
    if (width === this.#width && layout === this.#layout && this.#epoch === tableEpoch()) return
    this.#width = width
    this.#layout = layout
    this.#epoch = tableEpoch()
    this.#cache.clear()
  }
}
