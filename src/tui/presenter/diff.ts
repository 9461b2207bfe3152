import { blank, type Cells, glyphOf, isUnsure, rightHalf, styleOf } from "./cells.ts"
import type { FrameWriter } from "./frame-writer.ts"
import type { Grid } from "./grid.ts"

/** Unchanged cells of one look between two runs that are not dearer to write again than to jump over: `ESC [ 4 C`. */
const bridgedGap = 4

const firstDifference = (front: Cells, back: Cells, from: number, to: number): number => {
  for (let index = from; index < to; index++) if (front[index] !== back[index]) return index
  return -1
}

/** A row with wide or unsure glyphs: the terminal may have shifted what stands to their right. */
const isDelicate = (cells: Cells, row: number, width: number): boolean => {
  for (let index = row; index < row + width; index++) {
    const glyph = glyphOf(cells[index] ?? blank)
    if (glyph === rightHalf || isUnsure(glyph, false)) return true
  }
  return false
}

/** The column behind the last cell that erasing would not produce. */
const endOfContent = (cells: Cells, row: number, width: number): number => {
  let end = width
  while (end > 0 && cells[row + end - 1] === blank) end--
  return end
}

/** Where the changed run that begins at `from` ends, short gaps included. */
const endOfRun = (front: Cells, back: Cells, from: number, to: number): number => {
  let end = from + 1
  for (let index = end; index < to && index - end <= bridgedGap; index++) {
    if (front[index] !== back[index]) end = index + 1
    else if (styleOf(back[index] ?? blank) !== styleOf(back[end - 1] ?? blank)) return end
  }
  return end
}

const isHalf = (cells: Cells, index: number): boolean => glyphOf(cells[index] ?? blank) === rightHalf

const rewriteRow = (front: Grid, back: Grid, y: number, first: number, writer: FrameWriter): void => {
  const row = y * back.width
  let from = first
  while (from > row && (isHalf(back.cells, from) || isHalf(front.cells, from))) from--
  const start = from - row
  const end = Math.max(start, endOfContent(back.cells, row, back.width))
  writer.cells(back.cells, row, y, start, end)
  if (end < back.width) writer.eraseFrom(end, y)
}

const writeRuns = (front: Grid, back: Grid, y: number, first: number, writer: FrameWriter): void => {
  const row = y * back.width
  const contentEnd = row + endOfContent(back.cells, row, back.width)
  let from = first
  while (from !== -1 && from < contentEnd) {
    const to = endOfRun(front.cells, back.cells, from, contentEnd)
    writer.cells(back.cells, row, y, from - row, to - row)
    from = firstDifference(front.cells, back.cells, to, row + back.width)
  }
  if (from !== -1) writer.eraseFrom(from - row, y)
}

/**
 * Writes what turns these lines of the picture `front` into those of `back`. Nothing is erased first, so no state in
 * between is blank.
 */
export const writeDifference = (front: Grid, back: Grid, lines: Uint8Array, writer: FrameWriter): void => {
  const { width, height } = back
  for (let y = 0; y < height; y++) {
    if (lines[y] !== 1) continue
    const row = y * width
    const first = firstDifference(front.cells, back.cells, row, row + width)
    if (first === -1) continue
    const isRowDelicate = isDelicate(back.cells, row, width) || isDelicate(front.cells, row, width)
    if (isRowDelicate) rewriteRow(front, back, y, first, writer)
    else writeRuns(front, back, y, first, writer)
  }
}
