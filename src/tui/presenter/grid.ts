import { blank, type Cells, glyphOf, pack, type Rect, rightHalf, styleOf } from "./cells.ts"

/** Cells with their size. */
export interface Grid {
  readonly width: number
  readonly height: number
  readonly cells: Cells
}

export const grid = (width: number, height: number, fill: number = blank): Grid => ({
  width,
  height,
  cells: new Int32Array(width * height).fill(fill)
})

const isRightHalf = (cell: number | undefined): boolean => cell !== undefined && glyphOf(cell) === rightHalf
const spaceLike = (cell: number): number => pack(styleOf(cell), 0x20)

/** Before a stretch is overwritten: the wide glyph that straddles its left edge becomes a space. */
export const releaseLeft = (cells: Cells, rowStart: number, from: number): void => {
  if (from > rowStart && isRightHalf(cells[from])) cells[from - 1] = spaceLike(cells[from - 1] ?? blank)
}

/** After it was overwritten: a right half that was left behind becomes a space. */
export const releaseRight = (cells: Cells, rowEnd: number, to: number): void => {
  if (to < rowEnd && isRightHalf(cells[to])) cells[to] = spaceLike(cells[to] ?? blank)
}

/** Copies a stretch of one row, mending the wide glyphs that either edge cuts. */
export const copyRow = (
  source: Cells,
  sourceFrom: number,
  length: number,
  sourceRowEnd: number,
  target: Grid,
  x: number,
  y: number
): void => {
  const skip = Math.max(0, -x)
  const count = Math.min(length, target.width - x) - skip
  if (count <= 0 || y < 0 || y >= target.height) return
  const rowStart = y * target.width
  const at = rowStart + x + skip
  const from = sourceFrom + skip
  releaseLeft(target.cells, rowStart, at)
  target.cells.set(source.subarray(from, from + count), at)
  if (isRightHalf(target.cells[at])) target.cells[at] = spaceLike(target.cells[at] ?? blank)
  const isCutAtEnd = from + count < sourceRowEnd && isRightHalf(source[from + count])
  const last = at + count - 1
  if (isCutAtEnd) target.cells[last] = spaceLike(target.cells[last] ?? blank)
  releaseRight(target.cells, rowStart + target.width, at + count)
}

/** One line of a rectangle of `source` that begins at (sourceX, sourceY) over the same line of `rect` in `target`. */
export const copyLine = (
  source: Grid,
  sourceX: number,
  sourceY: number,
  target: Grid,
  rect: Rect,
  line: number
): void => {
  const sourceRow = sourceY + line
  if (sourceRow < 0 || sourceRow >= source.height) return
  const start = sourceRow * source.width
  const skip = Math.max(0, -sourceX)
  const length = Math.min(rect.width, source.width - sourceX) - skip
  if (length <= 0) return
  copyRow(
    source.cells,
    start + sourceX + skip,
    length,
    start + source.width,
    target,
    rect.x + skip,
    rect.y + line
  )
}

/** Copies a rectangle of `source` that begins at (sourceX, sourceY) over `rect` of `target`. */
export const copyRect = (source: Grid, sourceX: number, sourceY: number, target: Grid, rect: Rect): void => {
  for (let line = 0; line < rect.height; line++) copyLine(source, sourceX, sourceY, target, rect, line)
}
