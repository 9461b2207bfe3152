import { type Answer, answer } from "../cli/answer.ts"
import { troubleText } from "../tui/console-file/console-settings.ts"
import { defaultFile } from "../tui/console-file/default-file.ts"
import { consoleFilePath, readConsoleFile } from "../tui/console-file.ts"
import { keymap } from "../tui/keymap.ts"
import { Preferences } from "../tui/preferences.ts"
import { dressFor, themeTrouble } from "../tui/themes/dress.ts"
import { type TypedSetting, typedSetting } from "../tui/typed-setting.ts"

type Env = Readonly<Record<string, string | undefined>>

/** `switchyard console --print-config`: every setting as it is shipped, each behind a `#`. */
export const printedConfig = (): Answer => {
  const text = defaultFile(keymap)
  return answer({ text }, text.trimEnd().split("\n"))
}

/** `switchyard console --check-config`: everything that is wrong in the person's file, with its place. */
export const checkedConfig = (env: Env): Answer => {
  const path = consoleFilePath(env)
  const { troubles, text } = readConsoleFile(path, keymap)
  const named = themeTrouble(env)
  const json = { path, exists: text !== null, troubles, environment: named }
  const count = troubles.length + (named === null ? 0 : 1)
  if (path === null) return answer(json, ["There is no HOME, so there is no place for a file."], true)
  const lines = [
    ...troubles.map((trouble) => `${path}: ${troubleText(trouble)}`),
    ...(named === null ? [] : [named])
  ]
  if (count > 0) return answer(json, lines, true)
  const isThere = text === null ? "is not there: everything is as shipped" : "is right"
  return answer(json, [`${path} ${isThere}.`])
}

const isFault = (read: TypedSetting | string): read is string => typeof read === "string"

const writtenTo = (path: string, { name, words }: TypedSetting): string =>
  `${name}: ${words}, written to ${path}.`

/** `switchyard console --set theme=dark`: what the screen Settings writes. Nothing is, where one of them is wrong. */
export const changedConfig = (env: Env, given: ReadonlyArray<readonly [string, string]>): Answer => {
  const path = consoleFilePath(env)
  const refused = (lines: ReadonlyArray<string>): Answer =>
    answer({ path, done: false, said: lines }, lines, true)
  if (path === null) return refused(["There is no HOME, so there is no place for a file."])
  const read = given.map(([name, value]) => typedSetting(name, value))
  const faults = read.filter(isFault)
  if (faults.length > 0) return refused([...faults, "Nothing was written."])
  const preferences = new Preferences(path, keymap)
  const said: Array<string> = []
  for (const setting of read) {
    const failure = isFault(setting) ? setting : setting.write(preferences)
    if (failure !== null) return refused([...said, failure])
    if (!isFault(setting)) said.push(writtenTo(path, setting))
  }
  const { decidedBy } = dressFor(env)
  const isOvertaken = decidedBy !== null && given.some(([name]) => name === "theme")
  return answer(
    { path, done: true, settings: Object.fromEntries(given), decidedBy: isOvertaken ? decidedBy : null },
    [
      ...said,
      ...(isOvertaken ? [`${decidedBy} decides the theme here; it goes before the file.`] : []),
      "A console that is open takes it up when it is opened again."
    ]
  )
}
