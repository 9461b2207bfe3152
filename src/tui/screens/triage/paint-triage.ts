import { age } from "../../age.ts"
import { cell, type Piece, paintPieces, piece } from "../../components/painted.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import { columnsOf, safe } from "../../safe-text.ts"
import type { Theme } from "../../theme.ts"
import { staleMs, type TriageCell } from "./triage-block.ts"
import type { Layout, PlacedLine } from "./triage-layout.ts"

export interface TriageLook {
  readonly theme: Theme
  readonly now: number
  readonly cursor: string
  readonly top: number
}

const titleAt = 2
const cellsAt = 4

const pieceOf = (
  { text, width, role, isRight, isBold }: TriageCell,
  isStale: boolean,
  theme: Theme
): Piece => {
  const shown = isStale ? "stale" : role
  const style = isBold === true && !isStale ? theme.of(shown, "bold") : theme.of(shown)
  if (width === 0) return piece(safe(text), style)
  // The gap of a cell belongs to the columns that it is given.
  const { text: padded } = cell(safe(text), width, style, isRight === true ? "right" : "left")
  return piece(safe(padded.slice(0, padded.length - 2)), style)
}

const paintTitle = (canvas: Canvas, line: PlacedLine, y: number, { theme, now }: TriageLook): void => {
  const { block, x, width } = line
  const { freshness, labelWidth } = block
  const stale = staleMs(freshness, now)
  const dim = theme.of("dim")
  const end = x + width
  const title = [
    piece(safe(block.title), dim),
    ...(stale === null ? [] : [piece(safe(`  ${age(now - stale, now)} old`), theme.of("doubt"))])
  ]
  const behind = paintPieces(canvas, x + titleAt, y, title, end)
  const headAt = x + cellsAt + labelWidth
  if (labelWidth > 0 && behind <= headAt)
    paintPieces(
      canvas,
      headAt,
      y,
      block.head.map((c) => pieceOf(c, false, theme)),
      end
    )
}

const paintRow = (
  canvas: Canvas,
  { x, width, block, row }: PlacedLine & { readonly kind: "row" },
  y: number,
  { theme, now, cursor }: TriageLook
): void => {
  const isSelected = row.name === cursor
  const isStale = staleMs(block.freshness, now) !== null
  const dress = (p: Piece): Piece => (isSelected ? piece(p.text, theme.selected(p.style)) : p)
  if (isSelected) {
    canvas.text(x, y, safe(""), theme.selected(theme.of("text")), width)
    canvas.text(x, y, safe("▸"), theme.selected(theme.of("accent", "bold")))
  }
  const letter = piece(safe(row.letter), theme.of(isStale ? "stale" : "text", "bold"))
  paintPieces(canvas, x + titleAt, y, [dress(letter)], x + cellsAt)
  paintPieces(
    canvas,
    x + cellsAt,
    y,
    row.cells.map((c) => dress(pieceOf(c, isStale, theme))),
    x + width
  )
}

const paintMore = (canvas: Canvas, below: number, theme: Theme): void => {
  const words = safe(` ${below} more below, j `)
  canvas.text(canvas.width - columnsOf(words), canvas.height - 1, words, theme.of("dim"))
}

export const paintTriage = (canvas: Canvas, layout: Layout, look: TriageLook): void => {
  for (const line of layout.lines) {
    const y = line.y - look.top
    if (y < 0 || y >= canvas.height) continue
    if (line.kind === "title") paintTitle(canvas, line, y, look)
    else if (line.kind === "row") paintRow(canvas, line, y, look)
    else
      paintPieces(
        canvas,
        line.x + cellsAt,
        y,
        [piece(safe(line.block.empty), look.theme.of("dim"))],
        line.x + line.width
      )
  }
  const below = layout.height - look.top - canvas.height
  if (below > 0) paintMore(canvas, below, look.theme)
}
