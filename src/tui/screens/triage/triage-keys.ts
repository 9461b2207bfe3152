import type { KeyRow } from "../../key-row.ts"

const screen = "triage"

export const triageKeys: ReadonlyArray<KeyRow> = [
  { screen, keys: "enter", action: "open", label: "open the list", command: "triage" },
  { screen, keys: "tab ]", action: "nextBlock", label: "next block" },
  { screen, keys: "shift-tab [", action: "previousBlock", label: "block before", isQuiet: true },
  { screen, keys: "f", action: "faults", label: "faults only", command: "triage --faults" },
  // The letters that stand before the lines: each opens its list, and what is done there asks first.
  {
    screen,
    keys: "r",
    action: "resolve",
    label: "what waits for RESOLVE",
    command: "triage",
    isQuiet: true
  },
  { screen, keys: "d", action: "doubt", label: "what is in doubt", command: "triage", isQuiet: true },
  {
    screen,
    keys: "P",
    action: "process",
    label: "what is ready for PROCESS",
    command: "orders process",
    yes: "there",
    isQuiet: true
  },
  {
    screen,
    keys: "R",
    action: "retry",
    label: "what failed, or else what was rejected",
    command: "orders retry",
    yes: "there",
    isQuiet: true
  },
  {
    screen,
    keys: "A",
    action: "authorize",
    label: "what waits for its payment's yes",
    command: "payments authorize",
    yes: "there",
    isQuiet: true
  },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]
