import type { Emulator } from "./fake-terminal.ts"
import { seenRow } from "./screen-reading.ts"

const marks = ["b", "d", "i", "u", "v"] as const

/** `b6`: bold in color 6; empty: as the terminal writes by itself. */
const shortLook = (look: string): string => {
  const [bold, dim, italic, underline, inverse, foregroundMode, foreground] = look.split(",").map(Number)
  const set = [bold, dim, italic, underline, inverse].map((on, i) => (on ? marks[i] : "")).join("")
  return `${set}${foregroundMode === 0 ? "" : foreground}`
}

/** Each line with its looks written into it: `plain ‹b6›bold cyan‹› plain`. */
export const styledLines = (terminal: Emulator): ReadonlyArray<string> =>
  Array.from({ length: terminal.rows }, (_, y) => {
    let line = ""
    let before = ""
    for (const cell of seenRow(terminal, y)) {
      if (cell.width === 0) continue
      const look = cell.text === " " && !cell.isInverse ? "" : shortLook(cell.look)
      if (look !== before && cell.text !== " ") {
        line += `‹${look}›`
        before = look
      }
      line += cell.text
    }
    return line.trimEnd()
  })
