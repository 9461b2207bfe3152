import { type Piece, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import type { ConsoleClock } from "../../console-clock.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Role, Theme } from "../../theme.ts"

/** What the parts of the page are made with. */
export interface Pen {
  readonly theme: Theme
  readonly clock: ConsoleClock
  readonly width: number
}

export const text = (pen: Pen, words: string, role: Role = "text"): Piece =>
  piece(safe(words), pen.theme.of(role))

export const blankLine: DocumentLine = []

export const paragraph = (pen: Pen, words: string, role: Role, indent: number): ReadonlyArray<DocumentLine> =>
  wrapped(safe(words), pen.width - indent - 2, 6).map((line) => [
    piece(safe(" ".repeat(indent)), pen.theme.of("text")),
    piece(line, pen.theme.of(role))
  ])

const mostActorColumns = 18

/** As wide as its longest name, and never so wide that the words beside it suffer. */
export const actorColumns = (rows: ReadonlyArray<{ readonly actor: string }>): number =>
  Math.min(mostActorColumns, Math.max(4, ...rows.map(({ actor }) => actor.length)))
