import type { Style } from "./style-table.ts"

/** What the console is drawn on and with; it may change while it is open, after which everything is painted anew. */
export interface Surface {
  /** False under NO_COLOR: no color code leaves the presenter, whoever asks for one. */
  readonly hasColor: boolean
  /** The colors of what has none of its own, and of empty cells; {}: the terminal's own. */
  readonly base: Style
  /** True where characters are replaced by ASCII ones on their way out. */
  readonly isAscii: boolean
  /** What is written for a glyph, in as many columns. */
  glyph(text: string, width: number): string
}
