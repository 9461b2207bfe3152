import type { ConsoleSettings, SavedView, Trouble } from "./console-file/console-settings.ts"
import type { Store } from "./presenter/select.ts"

/** null: it was written (or there is no file, and it holds for this session). Else why not, for the person. */
export type Refused = string | null

/** The settings that are one value of the file. */
export type SimpleSetting = "home" | "ascii" | "flash" | "utc" | "theme"

/** What the person chose, as it holds now, and the way back into console.toml. Screens have it as `desk.preferences`. */
export interface Chosen {
  readonly store: Store<ConsoleSettings>
  /** null: there is no folder for the file; choices hold as long as the console is open. */
  readonly path: string | null
  /** What was wrong in the file when the console was opened. */
  readonly troubles: ReadonlyArray<Trouble>
  readonly isFileThere: boolean
  /** The columns that were chosen for this list; null: as many as fit, in the list's own order. */
  columns(list: string): ReadonlyArray<string> | null
  views(list: string): ReadonlyArray<SavedView>
  /** null: the list's own columns again. */
  writeColumns(list: string, columns: ReadonlyArray<string> | null): Refused
  /** All views of the list. One that is there already keeps its place and its remarks in the file. */
  writeViews(list: string, views: ReadonlyArray<SavedView>): Refused
  /** null: as shipped. */
  write<Name extends SimpleSetting>(name: Name, value: ConsoleSettings[Name]): Refused
}
