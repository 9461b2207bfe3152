import type { KeyRow } from "../key-row.ts"

/** A line of the help: one action, its keys, and the command that does the same. */
export interface HelpLine {
  readonly row: KeyRow
  readonly label: string
  readonly isEverywhere: boolean
  /** Why it cannot be done here and now; null: it can. */
  readonly refusal: string | null
}

export interface HelpState {
  readonly lines: ReadonlyArray<HelpLine>
  readonly filter: string
  readonly isTyping: boolean
  readonly cursor: number
  /** How many lines are seen at once; the region says it. */
  readonly page: number
}
