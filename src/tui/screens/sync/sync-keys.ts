import type { KeyRow } from "../../key-row.ts"

const screen = "sync"
const run = "sync-run"

export const syncKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "N",
    action: "syncLine",
    label: "sync now",
    command: "sync orders",
    when: "the selected line",
    yes: "asks"
  },
  {
    screen,
    keys: "T",
    action: "syncTracking",
    label: "sync tracking",
    command: "sync tracking",
    yes: "asks"
  },
  {
    screen,
    keys: "C",
    action: "cancelRun",
    label: "cancel the run",
    command: "sync cancel",
    when: "one that goes on",
    yes: "asks"
  },
  { screen, keys: "enter", action: "open", label: "records of the run" },
  { screen, keys: "tab ] shift-tab [", action: "otherList", label: "status or history" },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true },
  { screen: run, keys: "y", action: "copy", label: "copy" },
  { screen: run, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen: run, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen: run, keys: "page-down space", action: "pageDown", label: "a page down", isQuiet: true },
  { screen: run, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen: run, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen: run, keys: "end", action: "last", label: "last", isQuiet: true }
]
