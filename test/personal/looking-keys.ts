import { isChord, type KeyRow, keyNames } from "../../src/tui/key-row.ts"
import { keymap } from "../../src/tui/keymap.ts"
import type { ScreenName } from "../../src/tui/screen.ts"

const bytes = new Map([
  ["enter", "\r"],
  ["space", " "],
  ["tab", "\t"],
  ["home", "\x1b[H"],
  ["end", "\x1b[F"]
])

const bytesOf = (key: string): string | null =>
  bytes.get(key) ?? ([...key].length === 1 || isChord(key) ? key : null)

/** What shows who bought it, by a key, and writes that down; the editor of an address is one (docs/roles.md). */
const asks: ReadonlySet<string> = new Set(["reveal", "resolve"])

const ofScreen = (screen: ScreenName): ReadonlyArray<KeyRow> => keymap.filter((row) => row.screen === screen)

/** Every key of a screen that looks: one for each action, as it is typed. */
export const lookingKeys = (screen: ScreenName): ReadonlyArray<string> =>
  ofScreen(screen)
    .filter(({ yes, action }) => yes === undefined && !asks.has(action))
    .flatMap((row) =>
      keyNames(row)
        .flatMap((key) => bytesOf(key) ?? [])
        .slice(0, 1)
    )

export const revealKey = (screen: ScreenName): string | null =>
  ofScreen(screen).find(({ action }) => action === "reveal")?.keys ?? null
