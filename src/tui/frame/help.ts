import { painted } from "../components/painted.ts"
import { type KeyRow, keyNames } from "../key-row.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { subscribeSlice } from "../presenter/select.ts"
import { type SafeText, safe, wrapped } from "../safe-text.ts"
import type { ScreenName } from "../screen.ts"
import type { Frame } from "./frame.ts"
import { topOf } from "./frame-state.ts"
import { rowFor } from "./hints.ts"

export interface HelpLine {
  readonly keys: SafeText
  readonly text: SafeText
  readonly isHeading: boolean
}

const heading = (words: string): HelpLine => ({ keys: safe(words), text: safe(""), isHeading: true })

const lineOf = (row: KeyRow): HelpLine => {
  const when = row.when === undefined ? "" : ` (${row.when})`
  const command = row.command === undefined ? "" : `  switchyard ${row.command}`
  return {
    keys: safe(keyNames(row).join(" ")),
    text: safe(`${row.label}${when}${command}`),
    isHeading: false
  }
}

/** All keys that work on this screen, with the command that does the same. */
export const helpLines = (keymap: ReadonlyArray<KeyRow>, screen: ScreenName): ReadonlyArray<HelpLine> => {
  const own = keymap.filter((row) => row.screen === screen)
  const everywhere = keymap.filter(
    (row) => row.screen === "everywhere" && keyNames(row).some((key) => rowFor(keymap, screen, key) === row)
  )
  return [
    heading("On this screen"),
    ...own.map(lineOf),
    heading(""),
    heading("Everywhere"),
    ...everywhere.map(lineOf),
    heading(""),
    heading(
      "Lower case looks, UPPER CASE changes and asks first. The letter printed with a state acts on it."
    )
  ]
}

const keyColumns = 20
const mostLines = 3

/** Keys at the left, and what they do in as many lines as it takes. */
const shownLines = (lines: ReadonlyArray<HelpLine>, width: number): ReadonlyArray<HelpLine> =>
  lines.flatMap((line) => {
    if (line.isHeading) return [line]
    const texts = wrapped(line.text, width - keyColumns - 1, mostLines)
    return texts.map((text, index) => ({ ...line, keys: index === 0 ? line.keys : safe(""), text }))
  })

export const helpRegion = (frame: Frame, keymap: ReadonlyArray<KeyRow>): RegionSource =>
  painted(
    (canvas) => {
      const state = frame.store.get()
      const top = topOf(state)
      if (top === undefined) return
      const { theme } = frame
      const lines = shownLines(helpLines(keymap, top.name), canvas.width)
      const first = Math.min(state.helpTop, Math.max(0, lines.length - canvas.height))
      for (const [y, line] of lines.slice(first, first + canvas.height).entries()) {
        if (line.isHeading) canvas.text(1, y, line.keys, theme.of("accent", "bold"))
        else {
          canvas.text(2, y, line.keys, theme.of("text", "bold"))
          canvas.text(keyColumns, y, line.text, theme.of("text"))
        }
      }
    },
    [(changed) => subscribeSlice(frame.store, ({ helpTop, stack }) => [helpTop, stack], changed)]
  )
