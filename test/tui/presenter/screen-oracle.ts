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

const spaces = (count: number): string => " ".repeat(Math.max(0, count))

interface ExpectedCell {
  readonly text: string
  readonly width: number
  readonly isRight?: boolean
}

const cellIn = ({ text, width, isRight = false }: ExpectedCell, room: number): string => {
  const size = Math.max(0, Math.min(width, room))
  if (size === 0) return ""
  const shown = cut(text, size)
  const pad = spaces(size - stringWidth(shown))
  return `${isRight ? pad + shown : shown + pad} `
}

const lineOf = (row: OrderRow, isSelected: boolean, isMarked: boolean, width: number): string => {
  const cells: readonly ExpectedCell[] = [
    { text: `#${row.id}`, width: 6 },
    { text: safe(row.name), width: nameWidth },
    { text: row.total, width: 9, isRight: true }
  ]
  let line = `${isSelected ? "▸" : " "}${isMarked ? "*" : " "} `
  for (const cell of cells) line += cellIn(cell, width - stringWidth(line))
  return line
}

/** Clusters that are drawn in parts (conjuncts, spacing marks, kana marks) or whose width terminals disagree on; only the comparison of paints checks those. */
const isJudged = (row: OrderRow): boolean =>
  !/\p{Mc}|[\u094d\uff9e\uff9f]|\p{Emoji_Presentation}/u.test(row.name)

/** The modal's lines, drawn by hand; undefined where its text is too long to say how it is cut. */
const modalLine = (text: string, line: number): string | undefined => {
  const inside = (content: string): string => `│ ${content}${spaces(20 - stringWidth(content))} │`
  if (line === 0) return `╭${"─".repeat(22)}╮`
  if (line === 1) return inside("Note")
  if (line === 2) return stringWidth(safe(text)) > 20 ? undefined : inside(safe(text))
  return line === 3 ? inside("") : `╰${"─".repeat(22)}╯`
}

const modalTop = 2
const modalLeft = 4

/** A wide glyph that the screen's right edge cuts in half is not drawn. */
const cutAtEdge = (columns: readonly string[], width: number): string[] => {
  const kept = columns.slice(0, width)
  if (stringWidth(kept.at(-1) ?? "") > 1) kept[kept.length - 1] = " "
  return kept
}

const tableLine = (state: OrdersState, line: number, width: number): string[] => {
  const index = state.top + line
  const row = state.rows[index]
  if (row === undefined) return asColumns("", width)
  return asColumns(lineOf(row, index === state.cursor, state.marks.has(row.id), width), width).slice(0, width)
}

/** What stands in a line of the table, by column; undefined if nobody can say. */
export const expectedLine = (state: OrdersState, line: number, width: number): string[] | undefined => {
  const row = state.rows[state.top + line]
  if (row !== undefined && !isJudged(row)) return undefined
  const columns = tableLine(state, line, width)
  const modalRow = line + 1 - modalTop
  if (state.modal === null || modalRow < 0 || modalRow > 4) return columns
  const modal = modalLine(state.modal, modalRow)
  if (modal === undefined) return undefined
  columns.splice(modalLeft, 24, ...asColumns(modal, 24))
  return cutAtEdge(columns, width)
}
