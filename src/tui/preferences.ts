import type { Chosen, Refused, SimpleSetting } from "./chosen.ts"
import type { ConsoleSettings } from "./console-file/console-settings.ts"
import { orderedViews, withSetting, withViews } from "./console-file/edit-file.ts"
import { changeConsoleFile, readConsoleFile, type SavedView, type Trouble } from "./console-file.ts"
import type { KeyRow } from "./key-row.ts"
import { Store } from "./presenter/select.ts"

/** Where each stands in the file. */
export const settingPlaces: Readonly<Record<SimpleSetting, ReadonlyArray<string>>> = {
  home: ["home"],
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
export class Preferences implements Chosen {
  readonly store: Store<ConsoleSettings>
  readonly path: string | null
  readonly troubles: ReadonlyArray<Trouble>
  #isFileThere: boolean

  readonly #keymap: ReadonlyArray<KeyRow>

  constructor(path: string | null, keymap: ReadonlyArray<KeyRow>) {
    const { settings, troubles, text } = readConsoleFile(path, keymap)
    this.#keymap = keymap
    this.path = path
    this.troubles = troubles
    this.#isFileThere = text !== null
    this.store = new Store(settings)
  }

  get isFileThere(): boolean {
    return this.#isFileThere
  }

  columns(list: string): ReadonlyArray<string> | null {
    return this.store.get().columns[list] ?? null
  }

  views(list: string): ReadonlyArray<SavedView> {
    return this.store.get().views[list] ?? []
  }

  writeColumns(list: string, columns: ReadonlyArray<string> | null): Refused {
    return this.#write(
      (text) => withSetting(text, ["columns", list], columns ?? undefined),
      (settings) => ({ ...settings, columns: without(settings.columns, list, columns) })
    )
  }

  writeViews(list: string, views: ReadonlyArray<SavedView>): Refused {
    return this.#write(
      (text, before) => withViews(text, list, before.views[list] ?? [], views),
      ({ views: before, ...settings }) => {
        const now = orderedViews(before[list] ?? [], views)
        return { ...settings, views: without(before, list, now.length === 0 ? null : now) }
      }
    )
  }

  write<Name extends SimpleSetting>(name: Name, value: ConsoleSettings[Name]): Refused {
    return this.#write(
      (text) => withSetting(text, settingPlaces[name], value ?? undefined),
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
    const written = changeConsoleFile(this.path, this.#keymap, edit, change)
    if (!written.ok) return written.message
    this.#isFileThere = true
    // Keys are taken over when the console starts, so that none changes its meaning under somebody's hand.
    this.store.set({ ...written.file.settings, keys: this.store.get().keys })
    return null
  }
}
