import type { TextEdit } from "../components/form/text-edit.ts"
import type { Match } from "./fuzzy.ts"

/** One line of the palette. Text from outside is not safe yet. */
export interface PaletteEntry {
  /** What was used last is known again by it. */
  readonly id: string
  /** What kind of thing it is: `go`, `key`, `shell`. */
  readonly kind: string
  /** What is searched. */
  readonly text: string
  /** What it is called, if it is a screen: typed from its beginning, it stands before all that was used lately. */
  readonly names?: ReadonlyArray<string>
  /** Other words by which it is found, best by the first letters. */
  readonly also?: ReadonlyArray<string>
  /** At the right: its key, or what it does. */
  readonly detail: string
  /** Why it cannot act here and now; null: it can. */
  readonly refusal: string | null
  readonly run: () => void
}

export interface ShownEntry extends PaletteEntry {
  readonly match: Match
}

export interface PaletteState {
  readonly query: TextEdit
  readonly shown: ReadonlyArray<ShownEntry>
  readonly cursor: number
}
