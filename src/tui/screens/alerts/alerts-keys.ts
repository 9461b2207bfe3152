import type { KeyRow } from "../../key-row.ts"

const screen = "alerts"

export const alertsKeys: ReadonlyArray<KeyRow> = [
  { screen, keys: "enter", action: "open", label: "open what it is about", command: "alerts show" },
  {
    screen,
    keys: "D",
    action: "dismiss",
    label: "dismiss",
    command: "alerts dismiss",
    when: "an open alert; wants a reason, and it ends with its cause",
    yes: "asks"
  },
  {
    screen,
    keys: "T",
    action: "test",
    label: "test every route",
    command: "alerts test",
    yes: "asks"
  },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]
