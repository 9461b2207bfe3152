import type { Chosen, Refused, SimpleSetting } from "../../chosen.ts"
import { RowList } from "../../components/row-list.ts"
import { type ConsoleSettings, defaultSettings } from "../../console-file/console-settings.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { type TabName, tabNames, tabs } from "../../tabs.ts"

/** One choice with its values by number, in the order in which they come up; the first is as shipped. */
export interface SettingRow {
  readonly name: SimpleSetting
  readonly label: string
  readonly words: ReadonlyArray<string>
  /** Which of the values holds now. */
  readonly at: (settings: ConsoleSettings) => number
  readonly write: (chosen: Chosen, index: number) => Refused
  /** Holds it without writing it. */
  readonly hold: (chosen: Chosen, index: number) => void
  readonly about: string
}

const setting = <Name extends SimpleSetting>(
  name: Name,
  label: string,
  values: readonly [
    readonly [ConsoleSettings[Name], string],
    ...ReadonlyArray<readonly [ConsoleSettings[Name], string]>
  ],
  about: string
): SettingRow => {
  const valueAt = (index: number): ConsoleSettings[Name] => (values[index] ?? values[0])[0]
  return {
    name,
    label,
    words: values.map(([, words]) => words),
    at: (settings) =>
      Math.max(
        0,
        values.findIndex(([value]) => value === settings[name])
      ),
    write: (chosen, index) => chosen.write(name, valueAt(index)),
    hold: (chosen, index) => chosen.store.update((settings) => ({ ...settings, [name]: valueAt(index) })),
    about
  }
}

const shipped = defaultSettings.home

const homeOf = (name: TabName): readonly [TabName, string] => [
  name,
  tabs.find(({ screen }) => screen === name)?.label ?? name
]

export const settingRows: ReadonlyArray<SettingRow> = [
  setting(
    "theme",
    "Theme",
    [
      [null, "terminal (its own 16 colors)"],
      ["dark", "dark"],
      ["light", "light"],
      ["high-contrast", "high-contrast"],
      ["plain", "plain (no color)"]
    ],
    "Every state has a word and a letter too; plain has no color at all, as with NO_COLOR."
  ),
  setting(
    "ascii",
    "ASCII",
    [
      [null, "as the locale says"],
      [true, "on"],
      [false, "off"]
    ],
    "Lines, arrows and dots as - > | where a font or a terminal has no others."
  ),
  setting(
    "flash",
    "Flash",
    [
      [true, "on"],
      [false, "off"]
    ],
    "A cell that changed is bold and underlined for a moment."
  ),
  setting(
    "utc",
    "Times",
    [
      [false, "in your own zone"],
      [true, "in UTC"]
    ],
    "How the console begins; u switches for the moment."
  ),
  setting(
    "home",
    "Home",
    [homeOf(shipped), ...tabNames.filter((name) => name !== shipped).map(homeOf)],
    "Where the console begins, and where esc leads when nothing is left to go back to."
  )
]

const widths = { label: 12, value: 34 }

export const settingList = (desk: Desk): RowList<SettingRow> => {
  const list = new RowList<SettingRow>({
    keyOf: ({ name }) => name,
    header: (out) => {
      const dim = desk.theme.of("dim")
      out.cell(safe("SETTING"), widths.label, dim)
      out.cell(safe("NOW"), widths.value, dim)
    },
    format: (row, out) => {
      const now = row.words[row.at(desk.preferences.store.get())] ?? ""
      out.cell(safe(row.label), widths.label, desk.theme.of("text", "bold"))
      out.cell(safe(now), widths.value, desk.theme.of("text"))
    },
    layout: () => desk.preferences.store.get(),
    subscriptions: [(changed) => subscribeSlice(desk.preferences.store, (settings) => settings, changed)]
  })
  list.setRows(settingRows)
  return list
}
