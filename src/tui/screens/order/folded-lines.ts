import { folded } from "../../components/folded.ts"
import { cell } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { safe } from "../../safe-text.ts"
import { type Pen, text } from "./pen.ts"

/** A line is never so long that folding it would take the machine's breath. */
const longestLine = 20_000
const mostLines = 5_000

const numberColumns = 4

/**
 * A foreign text as it is, line by line with their numbers: nothing of it is cut away, a long line goes on below. What would
 * act on a terminal is shown as what it is.
 */
export const foldedLines = (given: string, pen: Pen): ReadonlyArray<DocumentLine> => {
  const lines = given.replaceAll("\r\n", "\n").split("\n")
  const shown = (lines.at(-1) === "" ? lines.slice(0, -1) : lines).slice(0, mostLines)
  const room = Math.max(10, pen.width - numberColumns - 4)
  const more = lines.length - mostLines
  return [
    ...shown.flatMap((line, index) => {
      const tabless = line.replaceAll("\t", "  ").slice(0, longestLine)
      return folded(safe(tabless), room).map(
        (part, at): DocumentLine => [
          cell(safe(at === 0 ? String(index + 1) : ""), numberColumns, pen.theme.of("dim"), "right"),
          text(pen, part)
        ]
      )
    }),
    ...(more > 0 ? [[text(pen, `... ${more} more lines`, "dim")]] : [])
  ]
}
