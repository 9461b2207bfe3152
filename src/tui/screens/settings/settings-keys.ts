import type { KeyRow } from "../../key-row.ts"

const settings = "settings"
const command = "console --set"

/** What is chosen here is the person's own: it changes no order and nobody else's screen. */
export const settingsKeys: ReadonlyArray<KeyRow> = [
  { screen: settings, keys: "enter space right", action: "next", label: "next value", command },
  { screen: settings, keys: "left", action: "previous", label: "the one before", command, isQuiet: true },
  {
    screen: settings,
    keys: "backspace",
    action: "shipped",
    label: "as shipped",
    command,
    when: "takes it out of the file"
  },
  {
    screen: settings,
    keys: "y",
    action: "copy",
    label: "copy the file's path",
    command: "console --check-config"
  },
  { screen: settings, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen: settings, keys: "k up", action: "up", label: "up", isQuiet: true }
]
