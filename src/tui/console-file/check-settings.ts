import type { KeyRow } from "../key-row.ts"
import { type TabName, tabNames } from "../tabs.ts"
import { checkKeys } from "./check-keys.ts"
import { checkColumns, checkViews } from "./check-lists.ts"
import { checkColors, checkTheme } from "./check-looks.ts"
import { type ConsoleSettings, defaultSettings } from "./console-settings.ts"
import { advice, type Findings, isTable, type Table } from "./findings.ts"

const known = ["home", "ascii", "flash", "utc", "theme", "columns", "views", "keys"]

const flag = (table: Table, name: string, findings: Findings): boolean | null => {
  const value = table[name]
  if (value === undefined) return null
  if (typeof value === "boolean") return value
  findings.add([name], `${name} is true or false, without quotes.`)
  return null
}

const isTab = (value: unknown): value is TabName => tabNames.some((name) => name === value)

const homeOf = ({ home }: Table, findings: Findings): TabName => {
  if (home === undefined) return defaultSettings.home
  if (isTab(home)) return home
  const said = typeof home === "string" ? `The console cannot begin on ${home}.` : "home is a name in quotes."
  findings.add(["home"], `${said} ${advice(String(home), tabNames)}`)
  return defaultSettings.home
}

const part = (table: Table, name: string, findings: Findings): Table => {
  const value = table[name]
  if (value === undefined) return {}
  if (isTable(value)) return value
  findings.add([name], `${name} is a part of its own: write [${name}] on a line and its settings below.`)
  return {}
}

/** What of the file can be used; what cannot is in the findings, and the rest holds all the same. */
export const checkSettings = (
  table: Table,
  keymap: ReadonlyArray<KeyRow>,
  findings: Findings
): ConsoleSettings => {
  for (const name of Object.keys(table))
    if (!known.includes(name)) findings.add([name], `There is no setting ${name}. ${advice(name, known)}`)
  const looks = part(table, "theme", findings)
  return {
    home: homeOf(table, findings),
    theme: checkTheme(looks, findings),
    colors: checkColors(looks, findings),
    ascii: flag(table, "ascii", findings),
    flash: flag(table, "flash", findings) ?? defaultSettings.flash,
    utc: flag(table, "utc", findings) ?? defaultSettings.utc,
    columns: checkColumns(part(table, "columns", findings), findings),
    views: checkViews(part(table, "views", findings), findings),
    keys: checkKeys(part(table, "keys", findings), keymap, findings)
  }
}
