import type { KeyRow } from "../../key-row.ts"

const screen = "triage"

export const triageKeys: ReadonlyArray<KeyRow> = [
  { screen, keys: "enter", action: "open", label: "open the list", command: "triage" },
  { screen, keys: "tab", action: "nextBlock", label: "next block" },
  { screen, keys: "shift-tab", action: "previousBlock", label: "block before", isQuiet: true },
  { screen, keys: "f", action: "faults", label: "faults only", command: "triage --faults" },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]
