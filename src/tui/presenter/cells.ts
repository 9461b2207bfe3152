import { ClusterTable, firstCluster } from "./cluster-table.ts"
import { eachGrapheme } from "./graphemes.ts"
import { type StyleId, StyleTable } from "./style-table.ts"

/** A row or grid of cells: style in the upper 11 bits, glyph in the lower 21. */
export type Cells = Int32Array

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const plain = 0 as StyleId
/** The right half of a wide glyph. */
export const rightHalf = 0
/** A space in the default look, as the terminal has it after erasing. */
export const blank = 0x20
/** Equals no cell that can be painted: what the terminal shows here is not known. */
export const unknown = -1

export const pack = (style: StyleId, glyph: number): number => (style << 21) | glyph
export const styleOf = (cell: number): StyleId => (cell >>> 21) as StyleId
export const glyphOf = (cell: number): number => cell & 0x1fffff

/** One process has one terminal: the tables are shared by presenter, theme and row caches. */
export const styles = new StyleTable()
export const clusters = new ClusterTable()

let epoch = 0
/** Rises when the tables were emptied: cells of an older epoch must be painted anew. */
export const tableEpoch = (): number => epoch

/** The looks changed their meaning: whatever was painted has to be painted again. */
export const forgetPainted = (): void => {
  epoch++
}

export const forgetTablesIfFull = (): boolean => {
  if (!styles.isExhausted && !clusters.isExhausted) return false
  styles.forget()
  clusters.forget()
  epoch++
  return true
}

/** A mark with a column of its own, which some terminals add to the letter before instead. */
const isSpacingMark = (glyph: number): boolean =>
  glyph >= 0x900 && glyph < 0x1d00 && /\p{Mc}/u.test(String.fromCodePoint(glyph))

/** Glyphs whose width terminals disagree on: they are written so that a wrong width harms nothing. */
export const isUnsure = (glyph: number, isWide: boolean): boolean =>
  glyph >= firstCluster ||
  isSpacingMark(glyph) ||
  (glyph >= 0x1f000 && glyph < 0x20000) ||
  (isWide && glyph >= 0x2300 && glyph < 0x2c00)

export const textOfGlyph = (glyph: number): string =>
  glyph >= firstCluster ? clusters.textOf(glyph) : String.fromCodePoint(glyph)

const unsafeCluster = /\u200c|\u200d|\ufe0e|\ufe0f|\u20e3|\p{RI}|\p{EMod}|[\u{e0020}-\u{e007f}]/u
const isLoneJamo = (code: number): boolean =>
  (code >= 0x1160 && code <= 0x11ff) || (code >= 0xd7b0 && code <= 0xd7fb)
const isLoneRegional = (code: number): boolean => code >= 0x1f1e6 && code <= 0x1f1ff
const placeholder = 0x25af

const needsPlaceholder = (code: number, cluster: string, width: number): boolean =>
  width > 2 || (cluster === "" ? isLoneJamo(code) || isLoneRegional(code) : unsafeCluster.test(cluster))

const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0)

/**
 * Paints text from `column` on into the cells between `from` and `to` (indexes of `cells`), left edge at `from`.
 * Returns the column behind the text. Clusters that do not fit are left out; a wide one cut by an edge is a space.
 */
export const putText = (
  cells: Cells,
  from: number,
  to: number,
  column: number,
  text: string,
  style: StyleId,
  isInkLine = false
): number => {
  let at = from + column
  const put = (code: number, cluster: string, width: number): boolean => {
    if (at >= to) return false
    if (width === 0 || isControl(code)) return true
    putGlyph(cells, from, to, at, code, cluster, width, style)
    at += width
    return true
  }
  eachGrapheme(text, put, isInkLine)
  return at - from
}

const putGlyph = (
  cells: Cells,
  from: number,
  to: number,
  at: number,
  code: number,
  cluster: string,
  width: number,
  style: StyleId
): void => {
  if (at >= from && at + width <= to && !needsPlaceholder(code, cluster, width)) {
    cells[at] = pack(style, cluster === "" ? code : clusters.intern(cluster))
    if (width === 2) cells[at + 1] = pack(style, rightHalf)
    return
  }
  const isCut = at < from || at + width > to
  const stand = pack(style, isCut ? 0x20 : placeholder)
  for (let index = Math.max(at, from); index < Math.min(at + width, to); index++) cells[index] = stand
}
