import type { Emulator } from "../presenter/fake-terminal.ts"
import { seenRow, textOfScreen } from "../presenter/screen-reading.ts"

const attributes = ["bold", "dim", "italic", "underline", "inverse"] as const
const colors = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const

const colorName = (mode: number, color: number): string => {
  if (mode === 0) return ""
  const name = colors[color % 8]
  return color < 8 ? `${name}` : color < 16 ? `bright ${name}` : `color ${color}`
}

/** `bold red`, `dim`, `black on cyan`; empty: as the terminal writes by itself. */
const lookName = (look: string): string => {
  const numbers = look.split(",").map(Number)
  const on = attributes.filter((_, i) => numbers[i])
  const [foregroundMode = 0, foreground = 0, backgroundMode = 0, background = 0] = numbers.slice(5)
  const under = colorName(backgroundMode, background)
  return [...on, colorName(foregroundMode, foreground), under === "" ? "" : `on ${under}`]
    .filter((word) => word !== "")
    .join(" ")
}

/** What a look does to a space can be seen only of some. */
const showsOnSpace = /inverse|underline|\bon /

/** `1-9 bold green, 20-24 dim`: columns from 0; a space without a look of its own belongs to what is around it. */
const looksOfRow = (terminal: Emulator, y: number): string => {
  const runs: Array<{ readonly look: string; readonly from: number; to: number }> = []
  let before = ""
  for (const [x, cell] of seenRow(terminal, y).entries()) {
    if (cell.width === 0) continue
    const look = lookName(cell.look)
    if (cell.text === " " && !showsOnSpace.test(look)) continue
    const last = runs.at(-1)
    const to = x + cell.width - 1
    if (look !== "" && look === before && last !== undefined) last.to = to
    else if (look !== "") runs.push({ look, from: x, to })
    before = look
  }
  return runs.map(({ look, from, to }) => `${from === to ? from : `${from}-${to}`} ${look}`).join(", ")
}

/** Lines of the same looks are told once: ` 5-11  0-79 dim`. */
const looksOf = (terminal: Emulator): ReadonlyArray<string> => {
  const rows = Array.from({ length: terminal.rows }, (_, y) => looksOfRow(terminal, y))
  const lines: Array<string> = []
  for (let from = 0; from < rows.length; ) {
    let to = from
    while (rows[to + 1] === rows[from]) to++
    const line = (from === to ? String(from) : `${from}-${to}`).padStart(5)
    if (rows[from] !== "") lines.push(`${line}  ${rows[from]}`)
    from = to + 1
  }
  return lines
}

/** A screen as a file: its lines, then the looks of the stretches that have one, by line and columns. */
export const pictureOf = (terminal: Emulator): string =>
  [...textOfScreen(terminal), "", "looks, by line and columns", ...looksOf(terminal), ""].join("\n")
