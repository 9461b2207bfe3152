import type { Canvas } from "../../presenter/canvas.ts"
import { clip, safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { columnLooks } from "./order-columns.ts"
import type { PanelState } from "./orders-panel.ts"

interface Line {
  readonly left: string
  readonly right: string
}

const leftColumns = 26

const columnLines = ({ names, shown }: Extract<PanelState, { kind: "columns" }>): ReadonlyArray<Line> =>
  names.map((name) => ({
    left: `${shown.has(name) ? "[x]" : "[ ]"} ${columnLooks[name].head}`,
    right: columnLooks[name].means
  }))

const viewLines = ({ views }: Extract<PanelState, { kind: "views" }>): ReadonlyArray<Line> =>
  views.map(({ name, query, sort }) => ({
    left: name,
    right: [query === "" ? "all orders" : query, sort].filter((part) => part !== "").join("  by ")
  }))

const heading = (state: PanelState): string => {
  if (state.kind === "columns")
    return "Columns: space shows or hides, < > move, d as they were, c or esc closes"
  if (state.kind === "hold")
    return `Hold ${state.target.name} until when, and why? Such as: 2d the buyer is away; enter goes on, esc leaves`
  if (state.naming !== null) return `Save what is shown now as: ${state.naming}▏ enter saves, esc leaves`
  return state.views.length === 0
    ? "No view is saved yet: s saves the filter and the order of what is shown now under a name."
    : "Views: enter shows, s saves what is shown now, D deletes, esc closes"
}

/** The open panel, below the list or beside it. */
export const paintPanel = (canvas: Canvas, state: PanelState, desk: Desk): void => {
  const { theme } = desk
  const head = wrapped(safe(heading(state)), Math.max(1, canvas.width - 2), 2)
  for (const [y, line] of head.entries()) canvas.text(1, y, line, theme.of("accent", "bold"))
  const below = head.length
  if (state.kind === "hold") {
    canvas.text(1, below, safe(`${state.text}▏`), theme.of("text"))
    return
  }
  const lines = state.kind === "columns" ? columnLines(state) : viewLines(state)
  const room = Math.max(0, canvas.height - below)
  const first = Math.max(0, Math.min(state.cursor - room + 1, lines.length - room))
  for (const [y, { left, right }] of lines.slice(first, first + room).entries()) {
    const isHere = first + y === state.cursor
    const style = isHere ? theme.selected(theme.of("text", "bold")) : theme.of("text")
    canvas.text(1, below + y, safe(isHere ? "▸" : " "), theme.of("accent", "bold"))
    canvas.text(3, below + y, clip(safe(left), leftColumns), style)
    canvas.text(4 + leftColumns, below + y, safe(right), theme.of("dim"))
  }
}
