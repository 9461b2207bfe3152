import { eachGrapheme } from "../../../src/tui/presenter/graphemes.ts"
import type { Emulator } from "../presenter/fake-terminal.ts"
import { seenRow } from "../presenter/screen-reading.ts"

interface OwnCell {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that the console writes
const parts = /\x1b\[(\d+);(\d+)H|\x1b\[\??[\d;]*[A-Za-z]|[^\x1b]+/g

/** Where each cluster begins in the end, by the console's own count of columns: what is unsure is written over a space. */
const ownCells = (bytes: string): Iterable<OwnCell> => {
  const cells = new Map<string, OwnCell>()
  let [x, y] = [0, 0]
  for (const [part, line, column] of bytes.matchAll(parts)) {
    if (line !== undefined) [x, y] = [Number(column) - 1, Number(line) - 1]
    if (part.startsWith("\x1b")) continue
    eachGrapheme(part, (code, cluster, width) => {
      const text = cluster === "" ? String.fromCodePoint(code) : cluster
      cells.set(`${x},${y}`, { text, x, y, width })
      if (width === 2) cells.delete(`${x + 1},${y}`)
      x += width
      return true
    })
  }
  return cells.values()
}

/** Drawn in parts (conjuncts, spacing and kana marks), or of a width that terminals disagree on: only what follows them is judged. */
const isUnsure = /\p{Mc}|[\u094d\uff9e\uff9f]|\p{Emoji_Presentation}/u

/** Cells that the other terminal shows elsewhere, and lines that are longer than it is wide. */
export const misplaced = (terminal: Emulator, bytes: string): ReadonlyArray<string> => {
  const rows = Array.from({ length: terminal.rows }, (_, y) => seenRow(terminal, y))
  return [...ownCells(bytes)].flatMap(({ text, x, y, width }) => {
    if (x + width > terminal.cols) return [`line ${y} is longer than ${terminal.cols} columns`]
    const seen = rows[y]?.[x]
    if (isUnsure.test(text) || (seen?.text === text && seen.width === width)) return []
    return [`“${text}” at ${x},${y} is “${seen?.text}” of ${seen?.width} columns there`]
  })
}
