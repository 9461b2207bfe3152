import type { SafeText } from "../safe-text.ts"
import type { Theme } from "../theme.ts"
import { AfterFrame } from "./after-frame.ts"
import type { Canvas } from "./canvas.ts"
import { type Cells, glyphOf, pack, plain, putText, styleOf, styles, tableEpoch } from "./cells.ts"
import { changedFields, Flashes } from "./flash.ts"
import { CellLine, type LineWriter } from "./line-writer.ts"
import type { RegionSource } from "./region.tsx"
import { RowCache } from "./row-cache.ts"
import { isSame } from "./select.ts"
import type { StyleId } from "./style-table.ts"

/** A list as the table sees it. Rows are immutable: a changed row is another object. */
export interface TableSource<Row extends object> {
  length(): number
  at(index: number): Row | undefined
  /** Index of the first row on screen. */
  top(): number
  /** Index of the selected row, or -1. */
  cursor(): number
  marked(row: Row): boolean
  /** It came or changed a moment ago: a mark before its first cell says so, and the row is not formatted for it. */
  fresh?(row: Row): boolean
  /** What a row is about: with it, a cell that changed is marked for a moment. */
  keyOf?(row: Row): string | number
  /** What the clock makes of a row, as its age in words: when it changes, this row alone is formatted anew. */
  editionOf?(row: Row): string
  /** Called once per row object (and again when the width, `layout` or its edition changes). */
  format(row: Row, out: LineWriter): void
  /** The columns' names, drawn above the rows and counted out of the page's height. */
  header?(out: LineWriter): void
  /** What the header depends on besides `layout`; without it the header is written anew in each paint. */
  headerLayout?(): unknown
  /** Any value that stands for the choice of columns; when it changes, rows are formatted anew. */
  layout?(): unknown
  /** All that lines and header are made of but the cursor. While these are the same, a cursor that moves paints two lines and looks at no row. */
  lines?(): ReadonlyArray<unknown>
  subscribe(invalidate: () => void): () => void
  /** The size that rows have to fit in: how many columns, how many rows on a page. */
  onSize?(width: number, rows: number): void
}

/** Columns left of each row: cursor, mark, space. */
export const gutterWidth = 3
const cursorMark = "▸" as SafeText
const rowMark = "*" as SafeText
const freshMark = "•" as SafeText
const nothing = "" as SafeText
const space = 0x20

const gutterOf = (mark: SafeText, style: StyleId): Cells => {
  const cells = new Int32Array(gutterWidth).fill(pack(style, space))
  putText(cells, 0, gutterWidth, 0, mark, style)
  return cells
}

const emptyGutter = gutterOf(nothing, plain)

/** What a line of the canvas shows; null: nothing. */
type Drawn = Look | null

interface Look {
  readonly cells: Cells
  readonly isSelected: boolean
  readonly isMarked: boolean
  readonly isFresh: boolean
}

const isSameLook = (a: Look, b: Look): boolean =>
  a.isSelected === b.isSelected &&
  a.isMarked === b.isMarked &&
  a.isFresh === b.isFresh &&
  isSameCells(a.cells, b.cells)

const isSameCells = (a: Cells, b: Cells): boolean =>
  a === b || (a.length === b.length && a.every((cell, index) => cell === b[index]))

/** Rows are copied from a cache; moving the cursor restyles two of them and formats none. */
export class TablePainter<Row extends object> implements RegionSource {
  #rows: TableSource<Row>
  #theme: Theme
  #cache = new RowCache<Row>()
  /** How lines look when they are selected. */
  #selectedOf = new WeakMap<Cells, Cells>()
  #gutter: Cells | null = null
  #width = -1
  #layout: unknown
  #epoch = -1
  #starts: ReadonlyArray<number> = []
  #flashes: Flashes<Row>
  readonly keepsLines = true
  #canvas: Canvas | null = null
  #clears = -1
  #drawn: Array<Drawn> = []
  #header: Cells | null = null
  #headerLayout: unknown = null
  /** What the lines that stand were painted of; null: the source does not say. */
  #lines: ReadonlyArray<unknown> | null = null
  #cursor = -1

  constructor(rows: TableSource<Row>, theme: Theme) {
    this.#rows = rows
    this.#theme = theme
    this.#flashes = new Flashes(theme.flash)
  }

  subscribe(invalidate: () => void): () => void {
    const prepared = new AfterFrame(() => this.#prepareNeighbors())
    const changed = (): void => {
      invalidate()
      prepared.soon()
    }
    const ends = [this.#rows.subscribe(changed), this.#flashes.subscribe(invalidate)]
    return () => {
      prepared.forget()
      for (const end of ends) end()
    }
  }

  onSize(width: number, height: number): void {
    this.#rows.onSize?.(Math.max(0, width - gutterWidth), Math.max(0, height - this.#headerHeight()))
  }

  paint(canvas: Canvas): void {
    const before = this.#lines
    this.#lines = this.#madeOf()
    if (this.#isStanding(canvas, before)) this.#moveCursor(canvas)
    else this.#paintAll(canvas)
    this.#cursor = this.#rows.cursor()
  }

  #madeOf(): ReadonlyArray<unknown> | null {
    const lines = this.#rows.lines?.()
    // A mark of a change goes with the clock.
    return lines === undefined ? null : [...lines, this.#theme.flash.isOn(), this.#theme.flash.now()]
  }

  /** The lines are on this canvas as they are to be, but for the cursor's. */
  #isStanding(canvas: Canvas, before: ReadonlyArray<unknown> | null): boolean {
    return (
      before !== null &&
      isSame(before, this.#lines) &&
      canvas === this.#canvas &&
      canvas.clears === this.#clears &&
      canvas.width === this.#width &&
      this.#epoch === tableEpoch()
    )
  }

  #moveCursor(canvas: Canvas): void {
    const cursor = this.#rows.cursor()
    if (cursor === this.#cursor) return
    this.#select(canvas, this.#cursor, false)
    this.#select(canvas, cursor, true)
  }

  #select(canvas: Canvas, index: number, isSelected: boolean): void {
    const first = this.#headerHeight()
    const y = first + index - this.#rows.top()
    const drawn = y < first ? null : (this.#drawn[y] ?? null)
    if (drawn === null) return
    const look: Look = { ...drawn, isSelected }
    this.#drawn[y] = look
    this.#paintRow(canvas, y, look)
  }

  #paintAll(canvas: Canvas): void {
    this.#forgetIfStale(canvas.width)
    this.#forgetIfOther(canvas)
    const first = this.#headerHeight()
    if (first > 0) this.#paintHeader(canvas)
    const top = this.#rows.top()
    const cursor = this.#rows.cursor()
    for (let line = first; line < canvas.height; line++) {
      const index = top + line - first
      const row = index < this.#rows.length() ? this.#rows.at(index) : undefined
      this.#paintLine(canvas, line, row, index === cursor)
    }
    this.#flashes.painted()
  }

  #paintHeader(canvas: Canvas): void {
    const layout = this.#rows.headerLayout?.() ?? null
    if (this.#header !== null && layout !== null && layout === this.#headerLayout) return
    this.#headerLayout = layout
    const { cells } = this.#line((out) => this.#rows.header?.(out))
    if (this.#header !== null && isSameCells(this.#header, cells)) return
    this.#header = cells
    canvas.blit(gutterWidth, 0, cells)
  }

  /** Moving the cursor changes two lines, and the others are left as they stand. */
  #paintLine(canvas: Canvas, y: number, row: Row | undefined, isSelected: boolean): void {
    const before = this.#drawn[y] ?? null
    if (row === undefined) {
      if (before !== null) canvas.text(0, y, nothing, plain, canvas.width)
      this.#drawn[y] = null
      return
    }
    const look: Look = {
      cells: this.#shown(row),
      isSelected,
      isMarked: this.#rows.marked(row),
      isFresh: this.#rows.fresh?.(row) === true
    }
    if (before !== null && isSameLook(before, look)) return
    this.#drawn[y] = look
    this.#paintRow(canvas, y, look)
  }

  #paintRow(canvas: Canvas, y: number, { cells, isSelected, isMarked, isFresh }: Look): void {
    const accent = this.#theme.of("accent", "bold")
    const styled = (style: StyleId): StyleId => (isSelected ? this.#theme.selected(style) : style)
    canvas.blit(0, y, isSelected ? this.#cursorGutter() : emptyGutter)
    canvas.blit(gutterWidth, y, isSelected ? this.#selected(cells) : cells)
    if (isMarked) canvas.text(1, y, rowMark, styled(accent))
    if (isFresh) canvas.text(gutterWidth, y, freshMark, styled(this.#theme.of("done")))
  }

  #formatted(row: Row): Cells {
    return this.#cache.get(row, this.#rows.editionOf?.(row), (missing) => {
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
    const known = this.#selectedOf.get(cells)
    if (known !== undefined) return known
    const made = this.#restyled(cells)
    this.#selectedOf.set(cells, made)
    return made
  }

  #cursorGutter(): Cells {
    if (this.#gutter !== null) return this.#gutter
    const style = this.#theme.selected(this.#theme.of("accent", "bold"))
    this.#gutter = gutterOf(cursorMark, style)
    return this.#gutter
  }

  /** The next key leads to the row above or below. */
  #prepareNeighbors(): void {
    const y = this.#headerHeight() + this.#cursor - this.#rows.top()
    for (const look of [this.#drawn[y - 1], this.#drawn[y + 1]]) if (look != null) this.#selected(look.cells)
  }

  #restyled(cells: Cells): Cells {
    let before = this.#theme.selected(this.#theme.of("accent", "bold"))
    return cells.map((cell) => {
      // Weight is not seen on a space: it keeps that of the letter before, and no look has to be switched for it.
      if (glyphOf(cell) !== space || styles.get(before).underline === true)
        before = this.#theme.selected(styleOf(cell))
      return pack(before, glyphOf(cell))
    })
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
    this.#selectedOf = new WeakMap()
    this.#gutter = null
    this.#canvas = null
  }

  /** Lines are left standing only where this painter drew them and nobody has cleared them since. */
  #forgetIfOther(canvas: Canvas): void {
    if (canvas === this.#canvas && canvas.clears === this.#clears) return
    canvas.clear()
    this.#canvas = canvas
    this.#clears = canvas.clears
    this.#drawn = []
    this.#header = null
  }
}
