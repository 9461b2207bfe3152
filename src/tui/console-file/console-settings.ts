import type { TabName } from "../tabs.ts"
import type { Role } from "../themes/looks.ts"

/** A list as somebody wants to find it again: what stands in the filter, and how it is sorted. */
export interface SavedView {
  readonly name: string
  readonly query: string
  /** As the list's own sort command reads it: `-total`; "" is the list's usual order. */
  readonly sort: string
}

/** What a person may choose about the console. */
export interface ConsoleSettings {
  /** Where the console begins, and where esc leads when nothing is left to go back to. */
  readonly home: TabName
  /** null: the one that the environment names, else the terminal's own colors. */
  readonly theme: string | null
  /** Single colors that replace the theme's. */
  readonly colors: Readonly<Partial<Record<Role, string>>>
  /** null: as the locale says. */
  readonly ascii: boolean | null
  /** Whether a changed cell is marked for a moment. */
  readonly flash: boolean
  readonly utc: boolean
  /** By screen and action. */
  readonly keys: Readonly<Record<string, Readonly<Record<string, ReadonlyArray<string>>>>>
  /** By list: the columns that are shown, in their order. */
  readonly columns: Readonly<Record<string, ReadonlyArray<string>>>
  /** By list. */
  readonly views: Readonly<Record<string, ReadonlyArray<SavedView>>>
}

export const defaultSettings: ConsoleSettings = {
  home: "triage",
  theme: null,
  colors: {},
  ascii: null,
  flash: true,
  utc: false,
  keys: {},
  columns: {},
  views: {}
}

/** What is wrong in the file, where, and what to do about it. */
export interface Trouble {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** `line 4, column 9: ...` */
export const troubleText = ({ line, column, message }: Trouble): string =>
  `line ${line}, column ${column}: ${message}`
