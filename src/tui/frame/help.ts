import { painted, wrapped } from "../components/painted.ts"
import { type KeyRow, keyNames } from "../key-row.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { subscribeSlice } from "../presenter/select.ts"
import { type SafeText, safe } from "../safe-text.ts"
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

const keyColumns = 18

export const helpRegion = (frame: Frame, keymap: ReadonlyArray<KeyRow>): RegionSource =>
  painted(
    (canvas) => {
      const state = frame.store.get()
      const top = topOf(state)
      if (top === undefined) return
      const lines = helpLines(keymap, top.name)
      const first = Math.min(state.helpTop, Math.max(0, lines.length - canvas.height))
      for (const [y, line] of lines.slice(first, first + canvas.height).entries()) {
        const bold = frame.theme.of("accent", "bold")
        if (line.isHeading) canvas.text(1, y, line.keys, bold)
        else {
          canvas.text(2, y, line.keys, frame.theme.of("text", "bold"))
          const [text = safe("")] = wrapped(line.text, canvas.width - keyColumns - 1, 1)
          canvas.text(keyColumns, y, text, frame.theme.of("text"))
        }
      }
    },
    [(changed) => subscribeSlice(frame.store, ({ helpTop, stack }) => [helpTop, stack], changed)]
  )
