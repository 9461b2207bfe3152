import type { KeyRow } from "../../key-row.ts"

const screen = "order"

export const orderKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "r",
    action: "resolve",
    label: "resolve",
    command: "orders resolve",
    when: "it says RESOLVE"
  },
  {
    screen,
    keys: "P",
    action: "process",
    label: "process",
    command: "orders process",
    when: "it says PROCESS; a preview asks first"
  },
  {
    screen,
    keys: "R",
    action: "retry",
    label: "retry",
    command: "orders retry",
    when: "a purchase order failed or a push was rejected; asks first"
  },
  { screen, keys: "d", action: "doubt", label: "doubt", command: "doubts show", when: "it says IN DOUBT" },
  {
    screen,
    keys: "A",
    action: "authorize",
    label: "authorize",
    command: "payments authorize",
    when: "it says AUTHORIZE; shows amount and reason, then asks"
  },
  {
    screen,
    keys: "C",
    action: "cancel",
    label: "cancel order",
    command: "orders cancel",
    when: "asks first; where something was sent, its suppliers are asked, with a code and a reason"
  },
  {
    screen,
    keys: "z",
    action: "undo",
    label: "undo",
    command: "orders undo",
    when: "nothing of it has left: takes PROCESS back, and nothing else"
  },
  {
    screen,
    keys: "enter",
    action: "confirmCancel",
    label: "go on",
    when: "while typing why it is canceled",
    isQuiet: true
  },
  { screen, keys: "y", action: "copy", label: "copy number" },
  { screen, keys: "j down", action: "down", label: "scroll", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "scroll up", isQuiet: true },
  { screen, keys: "page-down space", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "to the top", isQuiet: true },
  { screen, keys: "end", action: "last", label: "to the end", isQuiet: true }
]
