import type { KeyRow } from "../../key-row.ts"

const screen = "sends"

export const sendsKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "enter",
    action: "switch",
    label: "stop or allow it",
    command: "sends stop",
    when: "X does the same here",
    yes: "asks"
  },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]
