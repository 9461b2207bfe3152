import { painted, paintPieces, piece } from "../components/painted.ts"
import { keyNames, whenWords } from "../key-row.ts"
import type { Canvas } from "../presenter/canvas.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { type Store, subscribeSlice } from "../presenter/select.ts"
import { safe, wrapped } from "../safe-text.ts"
import type { Theme } from "../theme.ts"
import type { HelpLine, HelpState } from "./help-line.ts"

const keyColumns = 18
/** The rule and the lines below it, where the selected action is told in full. */
const footRows = 4
const headRows = 1

export const helpPage = (height: number): number => Math.max(1, height - headRows - footRows)

type Shown = HelpLine | string

/** The lines with a heading before each part. */
const withHeadings = (lines: ReadonlyArray<HelpLine>): ReadonlyArray<Shown> =>
  lines.flatMap((line, index): ReadonlyArray<Shown> => {
    if (index > 0 && lines[index - 1]?.isEverywhere === line.isEverywhere) return [line]
    return [line.isEverywhere ? "On every screen" : "On this screen", line]
  })

const paintLine = (canvas: Canvas, theme: Theme, y: number, line: HelpLine, isHere: boolean): void => {
  const look = (style: ReturnType<Theme["of"]>) => (isHere ? theme.selected(style) : style)
  const role = line.refusal === null ? "text" : "stale"
  canvas.text(0, y, safe(""), look(theme.of("text")), canvas.width)
  canvas.text(1, y, safe(isHere ? "▸" : " "), look(theme.of("accent")))
  canvas.text(3, y, safe(keyNames(line.row).join(" ")), look(theme.of(role, "bold")), keyColumns)
  const own = line.row.shipped === undefined ? "" : " (your key)"
  const half = Math.floor((canvas.width - keyColumns - 4) * 0.42)
  canvas.text(4 + keyColumns, y, safe(line.label + own), look(theme.of(role)), half - 1)
  if (line.row.command !== undefined)
    canvas.text(
      4 + keyColumns + half,
      y,
      safe(`switchyard ${line.row.command}`),
      look(theme.of("dim")),
      canvas.width - 5 - keyColumns - half
    )
}

/** What there is to say of an action, and why it cannot be done where it cannot. */
const aboutLine = ({ row, label, refusal }: HelpLine): string =>
  [
    `${label}${whenWords(row) === "" ? "" : ` (${whenWords(row)})`}.`,
    row.shipped === undefined ? "" : `Your own key; as shipped it is ${row.shipped}.`,
    row.command === undefined ? "" : `In a shell: switchyard ${row.command}.`,
    refusal === null ? "" : `Not now: ${refusal}`
  ]
    .filter((part) => part !== "")
    .join(" ")

const paintFoot = (canvas: Canvas, theme: Theme, line: HelpLine | undefined, filter: string): void => {
  const y = canvas.height - footRows
  canvas.text(0, y, safe("─".repeat(canvas.width)), theme.of("rule"))
  const text =
    line === undefined
      ? `No key here has “${filter}” in it. esc shows all; : finds screens and commands too.`
      : aboutLine(line)
  for (const [index, words] of wrapped(safe(text), canvas.width - 2, footRows - 1).entries())
    canvas.text(1, y + 1 + index, words, theme.of("text"))
}

const paint = (canvas: Canvas, theme: Theme, state: HelpState): void => {
  const { lines, cursor, filter, isTyping } = state
  const rule = "Lower case looks, UPPER CASE changes (z and n too), after a yes: never enter."
  const end =
    isTyping || filter !== ""
      ? paintPieces(canvas, 1, 0, [piece(safe(`/ ${filter}`), theme.of("accent", "bold"))])
      : 0
  if (isTyping) canvas.text(end, 0, safe(" "), theme.of("selection"))
  if (end === 0) canvas.text(1, 0, safe(rule), theme.of("dim"))
  const shown = withHeadings(lines)
  const selected = lines[cursor]
  const at = selected === undefined ? 0 : shown.indexOf(selected)
  const room = helpPage(canvas.height)
  const first = Math.max(0, Math.min(at - Math.floor(room / 2), shown.length - room))
  for (const [index, line] of shown.slice(first, first + room).entries())
    if (typeof line === "string") canvas.text(1, headRows + index, safe(line), theme.of("accent", "bold"))
    else paintLine(canvas, theme, headRows + index, line, line === selected)
  paintFoot(canvas, theme, selected, filter)
}

export const helpRegion = (theme: Theme, store: Store<HelpState>): RegionSource => ({
  ...painted(
    (canvas) => paint(canvas, theme, store.get()),
    [(changed) => subscribeSlice(store, (state) => state, changed)]
  ),
  onSize: (_width, height) => store.update((state) => ({ ...state, page: helpPage(height) }))
})
