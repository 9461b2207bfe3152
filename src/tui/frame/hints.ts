import { isTextKey, type KeyRow, keyNames } from "../key-row.ts"
import type { OpenScreen, ScreenAction, ScreenName } from "../screen.ts"

export type Actions = Readonly<Record<string, ScreenAction>>

export interface Hint {
  readonly key: string
  readonly label: string
  /** Why it cannot act here and now; null: it can. */
  readonly refusal: string | null
}

type Keymap = ReadonlyArray<KeyRow>

/** What is worked out of a key table once, because every key press asks for it. */
interface Index {
  readonly rows: Map<string, Map<string, KeyRow>>
  readonly shown: Map<string, ReadonlyArray<ShownRow>>
}

interface ShownRow {
  readonly row: KeyRow
  readonly key: string
}

const indexes = new WeakMap<Keymap, Index>()

const indexOf = (keymap: Keymap): Index => {
  const known = indexes.get(keymap)
  if (known !== undefined) return known
  const rows = new Map<string, Map<string, KeyRow>>()
  for (const row of keymap) {
    const ofScreen = rows.get(row.screen) ?? new Map<string, KeyRow>()
    rows.set(row.screen, ofScreen)
    for (const key of keyNames(row)) if (!ofScreen.has(key)) ofScreen.set(key, row)
  }
  const index: Index = { rows, shown: new Map() }
  indexes.set(keymap, index)
  return index
}

/** The row of this key: the screen's own first, then those of everywhere. */
export const rowFor = (keymap: Keymap, screen: ScreenName, key: string): KeyRow | undefined => {
  const { rows } = indexOf(keymap)
  return rows.get(screen)?.get(key) ?? rows.get("everywhere")?.get(key)
}

export const refusalOf = (action: ScreenAction | undefined): string | null =>
  action === undefined ? "This key does nothing here." : (action.refusal?.() ?? null)

/** In a text field only keys that are no text are keys, and the way out of it is said. */
const shownKey = (row: KeyRow, isTyping: boolean): string | undefined =>
  isTyping ? keyNames(row).find((key) => !isTextKey(key)) : keyNames(row)[0]

const isShown = (row: KeyRow, isTyping: boolean): boolean =>
  row.isQuiet !== true || (isTyping && row.keys === "esc")

/** The rows that the hint line may offer there: the screen's, then those of everywhere. */
const shownRows = (keymap: Keymap, name: ScreenName, isTyping: boolean): ReadonlyArray<ShownRow> => {
  const { shown } = indexOf(keymap)
  const known = shown.get(`${name} ${isTyping}`)
  if (known !== undefined) return known
  const made = keymap
    .filter((row) => isShown(row, isTyping) && (row.screen === name || row.screen === "everywhere"))
    .sort((a, b) => Number(a.screen === "everywhere") - Number(b.screen === "everywhere"))
    .flatMap((row): ReadonlyArray<ShownRow> => {
      const key = shownKey(row, isTyping)
      return key === undefined ? [] : [{ row, key }]
    })
  shown.set(`${name} ${isTyping}`, made)
  return made
}

/** What the hint line offers, by the key table: the screen's keys, then those of everywhere. */
export const hintsFor = (
  keymap: Keymap,
  name: ScreenName,
  screen: OpenScreen,
  everywhere: Actions
): ReadonlyArray<Hint> => {
  const hints: Array<Hint> = []
  for (const { row, key } of shownRows(keymap, name, screen.isTyping?.() === true)) {
    const action = row.screen === "everywhere" ? everywhere[row.action] : screen.actions[row.action]
    if (action === undefined || action.isOffered?.() === false) continue
    hints.push({ key, label: action.label?.() ?? row.label, refusal: refusalOf(action) })
  }
  return hints
}
