import { cell, painted, paintPieces, piece } from "../components/painted.ts"
import type { Canvas } from "../presenter/canvas.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { type Store, subscribeSlice } from "../presenter/select.ts"
import type { StyleId } from "../presenter/style-table.ts"
import { clip, safe, wrapped } from "../safe-text.ts"
import type { Frame } from "./frame.ts"
import type { Change } from "./journal.ts"

/** The rule with the title above the list; below it a rule, the whole result and the command. */
const titleRows = 1
const detailRows = 4

const paintChange = (canvas: Canvas, frame: Frame, y: number, change: Change, isHere: boolean): void => {
  const { theme } = frame
  const look = (style: StyleId): StyleId => (isHere ? theme.selected(style) : style)
  canvas.text(0, y, safe(""), look(theme.of("text")), canvas.width)
  const tone = change.tone === "done" ? "done" : "need"
  paintPieces(canvas, 0, y, [
    cell(safe(isHere ? "▸" : " "), 1, look(theme.of("accent"))),
    cell(safe(frame.clock.seconds(change.at)), 8, look(theme.of("dim"))),
    cell(safe(tone), 4, look(theme.of(tone, "bold"))),
    cell(safe(change.what), Math.min(24, Math.floor(canvas.width / 5)), look(theme.of("text", "bold"))),
    piece(safe(change.result), look(theme.of("text")))
  ])
}

const paintDetail = (canvas: Canvas, frame: Frame, y: number, { result, id, command }: Change): void => {
  const { theme } = frame
  canvas.text(0, y, safe("─".repeat(canvas.width)), theme.of("rule"))
  for (const [line, words] of wrapped(safe(result), canvas.width - 4, 2).entries())
    canvas.text(3, y + 1 + line, words, theme.of("text"))
  const shell = command === null ? "" : `in a shell: switchyard ${command}`
  const words = [...(id === null ? [] : [`job ${id}`]), ...(shell === "" ? [] : [shell])].join("  ")
  canvas.text(3, y + 3, clip(safe(words), canvas.width - 4), theme.of("accent"))
}

const paint = (canvas: Canvas, frame: Frame, chosen: Change | null): void => {
  const { theme, journal } = frame
  const changes = journal.changes.get().toReversed()
  canvas.text(0, 0, safe("─".repeat(canvas.width)), theme.of("rule"))
  const count = changes.length === 1 ? "1 change" : `${changes.length} changes`
  canvas.text(1, 0, safe(` Log of this session: ${count} `), theme.of("accent", "bold"))
  if (changes.length === 0) {
    const words =
      "What you change from here stands here: when, what came of it, and the command that does the same."
    for (const [y, line] of wrapped(safe(words), canvas.width - 6, 3).entries())
      canvas.text(3, 2 + y, line, theme.of("dim"))
    return
  }
  const rows = Math.max(1, canvas.height - titleRows - detailRows)
  const cursor = Math.max(0, chosen === null ? 0 : changes.indexOf(chosen))
  const first = Math.max(0, Math.min(cursor - Math.floor(rows / 2), changes.length - rows))
  for (const [line, change] of changes.slice(first, first + rows).entries())
    paintChange(canvas, frame, titleRows + line, change, first + line === cursor)
  const shown = changes[cursor]
  if (shown !== undefined) paintDetail(canvas, frame, canvas.height - detailRows, shown)
}

export const logRegion = (frame: Frame, chosen: Store<Change | null>): RegionSource =>
  painted(
    (canvas) => paint(canvas, frame, chosen.get()),
    [
      (changed) => subscribeSlice(frame.journal.changes, (changes) => changes, changed),
      (changed) => subscribeSlice(chosen, (change) => change, changed),
      (changed) => subscribeSlice(frame.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )
