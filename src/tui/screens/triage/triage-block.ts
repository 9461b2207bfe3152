import type { Place } from "../../screen.ts"
import type { Role } from "../../theme.ts"

export interface TriageCell {
  readonly text: string
  /** 0: as much as there is left. */
  readonly width: number
  readonly role: Role
  readonly isRight?: true
  readonly isBold?: true
}

/** A line that says one thing, with the list behind it. */
export interface TriageRow {
  /** The cursor is bound to it. */
  readonly name: string
  /** The key that acts on what it counts. */
  readonly letter: string
  readonly cells: ReadonlyArray<TriageCell>
  readonly isFault: boolean
  /** Made when it is opened: some lists end at that moment. */
  readonly place: () => Place
  /** Why there is nothing to open; null: there is. */
  readonly refusal: string | null
}

/** How old the figures of a block are. */
export interface Freshness {
  /** When they were read; null: never yet. */
  readonly at: number | null
  readonly failure: string | null
  readonly everyMs: number
}

export interface TriageBlock {
  readonly name: string
  readonly title: string
  /** The width of its first column, behind which `head` begins; 0: the title has the line to itself. */
  readonly labelWidth: number
  /** What its other columns are. */
  readonly head: ReadonlyArray<TriageCell>
  readonly rows: ReadonlyArray<TriageRow>
  /** Instead of rows, when there is none. */
  readonly empty: string
  readonly freshness: Freshness
}

export const text = (words: string, width = 0, role: Role = "text"): TriageCell => ({
  text: words,
  width,
  role
})
export const strong = (words: string, width = 0, role: Role = "text"): TriageCell => ({
  ...text(words, width, role),
  isBold: true
})
export const right = (words: string, width: number, role: Role = "text"): TriageCell => ({
  ...text(words, width, role),
  isRight: true
})

const slackMs = 4000

/** How old it is when that has to be said: a reading failed, or three of them did not come. */
export const staleMs = ({ at, failure, everyMs }: Freshness, now: number): number | null => {
  if (at === null) return null
  const olderMs = Math.max(0, now - at)
  return failure !== null || olderMs > 3 * everyMs + slackMs ? olderMs : null
}
