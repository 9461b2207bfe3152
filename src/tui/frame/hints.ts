import { isTextKey, type KeyRow, keyNames } from "../key-row.ts"
import type { OpenScreen, ScreenAction, ScreenName } from "../screen.ts"

export type Actions = Readonly<Record<string, ScreenAction>>

export interface Hint {
  readonly key: string
  readonly label: string
  /** Why it cannot act here and now; null: it can. */
  readonly refusal: string | null
}

/** The row of this key: the screen's own first, then those of everywhere. */
export const rowFor = (keymap: ReadonlyArray<KeyRow>, screen: ScreenName, key: string): KeyRow | undefined =>
  keymap.find((row) => row.screen === screen && keyNames(row).includes(key)) ??
  keymap.find((row) => row.screen === "everywhere" && keyNames(row).includes(key))

export const refusalOf = (action: ScreenAction | undefined): string | null =>
  action === undefined ? "This key does nothing here." : (action.refusal?.() ?? null)

/** In a text field only keys that are no text are keys, and the way out of it is said. */
const shownKey = (row: KeyRow, isTyping: boolean): string | undefined =>
  isTyping ? keyNames(row).find((key) => !isTextKey(key)) : keyNames(row)[0]

const isShown = (row: KeyRow, isTyping: boolean): boolean =>
  row.isQuiet !== true || (isTyping && row.keys === "esc")

/** What the hint line offers, by the key table: the screen's keys, then those of everywhere. */
export const hintsFor = (
  keymap: ReadonlyArray<KeyRow>,
  name: ScreenName,
  screen: OpenScreen,
  everywhere: Actions
): ReadonlyArray<Hint> => {
  const isTyping = screen.isTyping?.() === true
  return keymap
    .filter((row) => isShown(row, isTyping) && (row.screen === name || row.screen === "everywhere"))
    .sort((a, b) => Number(a.screen === "everywhere") - Number(b.screen === "everywhere"))
    .flatMap((row): ReadonlyArray<Hint> => {
      const action = row.screen === "everywhere" ? everywhere[row.action] : screen.actions[row.action]
      const key = shownKey(row, isTyping)
      if (action === undefined || key === undefined || action.isOffered?.() === false) return []
      return [{ key, label: action.label?.() ?? row.label, refusal: refusalOf(action) }]
    })
}
