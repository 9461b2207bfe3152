import { type Answer, answer } from "../cli/answer.ts"
import { troubleText } from "../tui/console-file/console-settings.ts"
import { defaultFile } from "../tui/console-file/default-file.ts"
import { consoleFilePath, readConsoleFile } from "../tui/console-file.ts"
import { keymap } from "../tui/keymap.ts"
import { themeTrouble } from "../tui/themes/dress.ts"

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
