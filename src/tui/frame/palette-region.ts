import { textOf } from "../components/form/text-edit.ts"
import { painted, paintPieces, piece } from "../components/painted.ts"
import type { Canvas } from "../presenter/canvas.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { type Store, subscribeSlice } from "../presenter/select.ts"
import type { StyleId } from "../presenter/style-table.ts"
import { clip, columnsOf, safe } from "../safe-text.ts"
import type { Theme } from "../theme.ts"
import type { PaletteState, ShownEntry } from "./palette-entry.ts"

const kindColumns = 7
/** Frame, the line that is typed, and the rule under it. */
const aboveList = 3

/** Letters that were meant are bold and underlined: they stand out without color too. */
const letters = (theme: Theme, entry: ShownEntry, isHere: boolean) => {
  const meant = new Set(entry.match.at)
  const role = entry.refusal === null ? "text" : "stale"
  const look = (style: StyleId): StyleId => (isHere ? theme.selected(style) : style)
  return [...entry.text].map((letter, index) =>
    piece(
      safe(letter),
      meant.has(index)
        ? isHere
          ? theme.of("selection", "bold", "underline")
          : theme.of(role, "bold", "underline")
        : look(theme.of(role))
    )
  )
}

const paintEntry = (canvas: Canvas, theme: Theme, y: number, entry: ShownEntry, isHere: boolean): void => {
  const look = (style: StyleId): StyleId => (isHere ? theme.selected(style) : style)
  const dim = look(theme.of("dim"))
  canvas.text(1, y, safe(""), look(theme.of("text")), canvas.width - 2)
  canvas.text(1, y, safe(isHere ? "▸" : " "), look(theme.of("accent")))
  canvas.text(3, y, safe(entry.kind), dim)
  const end = canvas.width - 2
  const room = Math.max(0, Math.floor((end - 3 - kindColumns) / 2))
  const detail = clip(safe(entry.refusal ?? entry.detail), room)
  const detailAt = end - columnsOf(detail)
  paintPieces(canvas, 3 + kindColumns, y, letters(theme, entry, isHere), detailAt - 2)
  canvas.text(detailAt, y, detail, entry.refusal === null ? look(theme.of("accent")) : dim)
}

const paint = (canvas: Canvas, theme: Theme, { query, shown, cursor }: PaletteState): void => {
  canvas.frame(theme.of("accent"))
  canvas.text(2, 0, safe(" : "), theme.of("accent", "bold"))
  const count = safe(` ${shown.length} `)
  canvas.text(canvas.width - 2 - columnsOf(count), 0, count, theme.of("dim"))
  const before = safe(query.graphemes.slice(0, query.cursor).join(""))
  const at = paintPieces(canvas, 2, 1, [
    piece(safe("> "), theme.of("accent")),
    piece(before, theme.of("text"))
  ])
  const under = safe(query.graphemes[query.cursor] ?? " ")
  canvas.text(at, 1, under, theme.of("selection"))
  canvas.text(
    at + columnsOf(under),
    1,
    safe(query.graphemes.slice(query.cursor + 1).join("")),
    theme.of("text")
  )
  canvas.text(1, 2, safe("─".repeat(canvas.width - 2)), theme.of("rule"))
  const rows = canvas.height - aboveList - 1
  const first = Math.max(0, Math.min(cursor - Math.floor(rows / 2), shown.length - rows))
  for (const [line, entry] of shown.slice(first, first + rows).entries())
    paintEntry(canvas, theme, aboveList + line, entry, first + line === cursor)
  if (shown.length === 0) {
    const words = `Nothing is called “${textOf(query)}”. #1042 opens an order.`
    canvas.text(3, aboveList, clip(safe(words), canvas.width - 6), theme.of("dim"))
  }
}

export const paletteRegion = (theme: Theme, store: Store<PaletteState>): RegionSource =>
  painted(
    (canvas) => paint(canvas, theme, store.get()),
    [(changed) => subscribeSlice(store, (state) => state, changed)]
  )
