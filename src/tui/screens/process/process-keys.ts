import type { KeyRow } from "../../key-row.ts"

const screen = "process"

export const processKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "P",
    action: "process",
    label: "process",
    command: "orders process",
    when: "the preview names ready orders",
    yes: "asks"
  },
  {
    screen,
    keys: "enter",
    action: "open",
    label: "open order",
    command: "orders show",
    when: "orders were handed over"
  },
  {
    screen,
    keys: "r",
    action: "resolve",
    label: "resolve",
    command: "orders resolve",
    when: "the row is held"
  },
  {
    screen,
    keys: "z",
    action: "undo",
    label: "undo",
    command: "orders undo",
    when: "while nothing of the orders has left it takes their PROCESS back; after that what was done last",
    yes: "asks"
  },
  {
    screen,
    keys: "C",
    action: "cancel",
    label: "cancel it",
    command: "orders cancel",
    when: "the selected order: takes its PROCESS back while nothing has left, else its suppliers are asked",
    yes: "asks"
  },
  { screen, keys: "y", action: "copy", label: "copy number" },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]
