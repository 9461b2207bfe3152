import stringWidth from "string-width"
import { safe } from "../../../src/tui/safe-text.ts"
import { nameWidth, type OrderRow, type OrdersState } from "./orders-console.tsx"

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })

/** One entry per column, made with none of the presenter's code; a wide glyph's right half is a space. */
export const asColumns = (text: string, width: number): string[] => {
  const columns: string[] = []
  for (const { segment } of segmenter.segment(text)) {
    const size = stringWidth(segment)
    columns.push(segment)
    for (let half = 1; half < size; half++) columns.push(" ")
  }
  while (columns.length < width) columns.push(" ")
  return columns
}

const cut = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text
  let kept = ""
  for (const { segment } of segmenter.segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break
    kept += segment
  }
  return `${kept}…`
}

const padEnd = (text: string, width: number): string => text + " ".repeat(width - stringWidth(text))
const padStart = (text: string, width: number): string => " ".repeat(width - stringWidth(text)) + text

const lineOf = (row: OrderRow, isSelected: boolean, isMarked: boolean): string => {
  const gutter = `${isSelected ? "▸" : " "}${isMarked ? "*" : " "} `
  const id = padEnd(cut(`#${row.id}`, 6), 6)
  const name = padEnd(cut(safe(row.name), nameWidth), nameWidth)
  return `${gutter}${id} ${name} ${padStart(cut(row.total, 9), 9)} `
}

/** Terminals disagree on clusters with spacing marks; only the comparison of paints checks those. */
export const isJudged = (row: OrderRow): boolean => !/\p{Mc}|\p{Emoji_Presentation}/u.test(row.name)

/** What stands in a line of the table, by column. */
export const expectedLine = (state: OrdersState, line: number, width: number): string[] => {
  const index = state.top + line
  const row = state.rows[index]
  if (row === undefined) return asColumns("", width)
  return asColumns(lineOf(row, index === state.cursor, state.marks.has(row.id)), width).slice(0, width)
}
