import type { KeyRow } from "../../key-row.ts"

const screen = "causes"

export const causesKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "enter",
    action: "fix",
    label: "fix",
    command: "orders causes",
    when: "opens what takes the cause away for all its orders; where each needs its own answer, the oldest order"
  },
  { screen, keys: "o", action: "orders", label: "its orders", command: "orders list --hold" },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]
