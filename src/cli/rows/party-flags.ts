import type { Flag, Input } from "../command-row.ts"
import { pairOf, texts } from "../input.ts"

export const yesOrNo: ReadonlyArray<string> = ["yes", "no"]

export const environment: Flag = {
  name: "environment",
  kind: "text",
  choices: ["live", "sandbox"],
  help: "which world its credentials belong to (as the installation)"
}

export const settingFlags: ReadonlyArray<Flag> = [
  { name: "set", kind: "text", value: "field=value", repeatable: true, help: "a setting of its kind" },
  {
    name: "secret",
    kind: "text",
    value: "field",
    repeatable: true,
    help: "a secret, read from standard input; of several each is a line"
  },
  {
    name: "secret-file",
    kind: "text",
    value: "field=path",
    repeatable: true,
    help: "a secret, read from a file"
  }
]

/** Nothing of a wrong --secret is echoed: it may be the secret itself. */
export const checkSettings = (input: Input): string | null => {
  if (texts(input, "set").some((s) => pairOf(s) === null)) return "--set takes field=value."
  if (texts(input, "secret").some((s) => !/^[A-Za-z][A-Za-z0-9_.-]*$/.test(s)))
    return "--secret takes the field's name alone; its value is read from standard input, never from an argument."
  if (texts(input, "secret-file").some((s) => pairOf(s) === null)) return "--secret-file takes field=path."
  const names = [...texts(input, "secret"), ...texts(input, "secret-file").map((s) => pairOf(s)?.[0])]
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  return twice === undefined ? null : `The secret ${twice} was given twice.`
}
