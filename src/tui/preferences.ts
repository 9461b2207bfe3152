import type { ConsoleSettings } from "./console-file/console-settings.ts"
import { orderedViews, withSetting, withViews } from "./console-file/edit-file.ts"
import { changeConsoleFile, readConsoleFile, type SavedView, type Trouble } from "./console-file.ts"
import { Store } from "./presenter/select.ts"

/** null: it was written (or there is no file, and it holds for this session). Else why not, for the person. */
export type Refused = string | null

/** The settings that are one value of the file. */
type Simple = "ascii" | "flash" | "utc" | "theme"

const placeOf: Readonly<Record<Simple, ReadonlyArray<string>>> = {
  ascii: ["ascii"],
  flash: ["flash"],
  utc: ["utc"],
  theme: ["theme", "name"]
}

const without = <Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
  value: Value | null
): Readonly<Record<string, Value>> => {
  const { [name]: _gone, ...others } = record
  return value === null ? others : { ...others, [name]: value }
}

/** What the person chose, as it holds now, and the way back into the file. */
export class Preferences {
  readonly store: Store<ConsoleSettings>
  /** null: there is no folder for it; choices hold as long as the console is open. */
  readonly path: string | null
  readonly troubles: ReadonlyArray<Trouble>
  readonly isFileThere: boolean

  constructor(path: string | null) {
    const { settings, troubles, text } = readConsoleFile(path)
    this.path = path
    this.troubles = troubles
    this.isFileThere = text !== null
    this.store = new Store(settings)
  }

  /** The columns that the person chose for this list; null: as many as fit, in the list's own order. */
  columns(list: string): ReadonlyArray<string> | null {
    return this.store.get().columns[list] ?? null
  }

  views(list: string): ReadonlyArray<SavedView> {
    return this.store.get().views[list] ?? []
  }

  /** null: the list's own columns again. */
  writeColumns(list: string, columns: ReadonlyArray<string> | null): Refused {
    return this.#write(
      (text) => withSetting(text, ["columns", list], columns ?? undefined),
      (settings) => ({ ...settings, columns: without(settings.columns, list, columns) })
    )
  }

  /** All views of the list. One that is there already keeps its place and its remarks in the file. */
  writeViews(list: string, views: ReadonlyArray<SavedView>): Refused {
    return this.#write(
      (text, before) => withViews(text, list, before.views[list] ?? [], views),
      ({ views: before, ...settings }) => {
        const now = orderedViews(before[list] ?? [], views)
        return { ...settings, views: without(before, list, now.length === 0 ? null : now) }
      }
    )
  }

  write<Name extends Simple>(name: Name, value: ConsoleSettings[Name]): Refused {
    return this.#write(
      (text) => withSetting(text, placeOf[name], value ?? undefined),
      (settings) => ({ ...settings, [name]: value })
    )
  }

  #write(
    edit: (text: string, settings: ConsoleSettings) => string,
    change: (settings: ConsoleSettings) => ConsoleSettings
  ): Refused {
    if (this.path === null) {
      this.store.update(change)
      return null
    }
    const written = changeConsoleFile(this.path, edit, change)
    if (!written.ok) return written.message
    // Keys are taken over when the console starts, so that none changes its meaning under somebody's hand.
    this.store.set({ ...written.file.settings, keys: this.store.get().keys })
    return null
  }
}
