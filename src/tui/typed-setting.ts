import type { Chosen, Refused, SimpleSetting } from "./chosen.ts"
import { type ConsoleSettings, defaultSettings } from "./console-file/console-settings.ts"
import { withSetting } from "./console-file/edit-file.ts"
import { advice } from "./console-file/findings.ts"
import { settingsOf } from "./console-file.ts"
import { settingPlaces } from "./preferences.ts"

export const settingNames = Object.keys(settingPlaces) as ReadonlyArray<SimpleSetting>

const isSetting = (name: string): name is SimpleSetting => settingNames.some((known) => known === name)

/** One choice of the screen Settings as it is typed in a shell: `theme=dark`; `theme=` is as shipped. */
export interface TypedSetting {
  readonly name: SimpleSetting
  /** As a person reads it. */
  readonly words: string
  readonly write: (chosen: Chosen) => Refused
}

/** Text is a name in the file, but for what it calls true and false. */
const tomlValue = (text: string): string | boolean =>
  text === "true" || text === "false" ? text === "true" : text

const settingOf = <Name extends SimpleSetting>(
  name: Name,
  value: ConsoleSettings[Name],
  words: string
): TypedSetting => ({ name, words, write: (chosen) => chosen.write(name, value) })

/** A text says what is wrong, in the words by which a line of the file is judged. */
export const typedSetting = (name: string, text: string): TypedSetting | string => {
  if (!isSetting(name)) return `There is no setting ${name}. ${advice(name, settingNames)}`
  if (text === "") return settingOf(name, defaultSettings[name], "as shipped")
  const { settings, troubles } = settingsOf(withSetting("", settingPlaces[name], tomlValue(text)), [])
  const [trouble] = troubles
  return trouble?.message ?? settingOf(name, settings[name], text)
}
