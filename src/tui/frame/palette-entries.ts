import { type KeyRow, keyNames, whenWords } from "../key-row.ts"
import type { ScreenAction, ScreenName } from "../screen.ts"
import type { Frame } from "./frame.ts"
import { topOf } from "./frame-state.ts"
import { type Actions, refusalOf, rowFor } from "./hints.ts"
import type { PaletteEntry } from "./palette-entry.ts"
import { openPlaces } from "./places.ts"

/** A command of the CLI, as the palette shows it. */
export interface CommandLine {
  /** Without the program's name. */
  readonly line: string
  readonly summary: string
}

export interface PaletteSources {
  readonly frame: Frame
  readonly keymap: ReadonlyArray<KeyRow>
  readonly everywhere: Actions
  readonly commands: ReadonlyArray<CommandLine>
  /** Does what the key of this row does, with all that belongs to it. */
  readonly act: (row: KeyRow) => void
}

/** What a screen is looked for by, besides its label and its own name. */
const alsoCalled: Partial<Readonly<Record<ScreenName, ReadonlyArray<string>>>> = {
  activity: ["audit", "history"],
  exceptions: ["quarantine", "tracking"],
  jobs: ["queues", "dead letters"],
  orders: ["search"],
  reviews: ["letters"],
  sends: ["kill switch"],
  settings: ["theme", "columns", "keys"],
  sync: ["downloads"]
}

const places = ({ frame }: PaletteSources): ReadonlyArray<PaletteEntry> =>
  openPlaces.map(({ place, letter, label }) => ({
    id: `go ${place.screen}`,
    kind: "go",
    text: label,
    names: [label, place.screen],
    also: [place.screen, ...(alsoCalled[place.screen] ?? [])],
    detail: `g${letter}`,
    refusal: null,
    run: () => frame.jump(place)
  }))

/** A place has its own line, and this is what the palette itself is opened by. */
const isElsewhere = (row: KeyRow): boolean =>
  row.action === "palette" ||
  openPlaces.some(({ action }) => row.screen === "everywhere" && row.action === action)

const keyEntry = (sources: PaletteSources, row: KeyRow, action: ScreenAction): PaletteEntry => {
  const label = action.label?.() ?? row.label
  const key = keyNames(row)[0] ?? ""
  return {
    id: `key ${row.screen} ${row.action}`,
    kind: "key",
    text: label,
    detail: whenWords(row) === "" ? key : `${key}  ${whenWords(row)}`,
    refusal: refusalOf(action),
    run: () => sources.act(row)
  }
}

const keys = (sources: PaletteSources): ReadonlyArray<PaletteEntry> => {
  const top = topOf(sources.frame.store.get())
  if (top === undefined) return []
  return sources.keymap
    .filter((row) => row.screen === top.name || row.screen === "everywhere")
    .filter((row) => !isElsewhere(row) && rowFor(sources.keymap, top.name, keyNames(row)[0] ?? "") === row)
    .sort((a, b) => Number(a.screen === "everywhere") - Number(b.screen === "everywhere"))
    .flatMap((row) => {
      const action =
        row.screen === "everywhere" ? sources.everywhere[row.action] : top.screen.actions[row.action]
      return action === undefined ? [] : [keyEntry(sources, row, action)]
    })
}

const commands = ({ frame, commands: lines }: PaletteSources): ReadonlyArray<PaletteEntry> =>
  lines.map(({ line, summary }) => ({
    id: `shell ${line}`,
    kind: "shell",
    text: `switchyard ${line}`,
    detail: summary,
    refusal: null,
    run: () => frame.copy(`switchyard ${line}`)
  }))

/** Everything that can be chosen here: screens, keys of this screen and of every one, commands for a shell. */
export const paletteEntries = (sources: PaletteSources): ReadonlyArray<PaletteEntry> => [
  ...places(sources),
  ...keys(sources),
  ...commands(sources)
]
