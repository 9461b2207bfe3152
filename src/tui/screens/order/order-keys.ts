import type { KeyRow } from "../../key-row.ts"

const screen = "order"
const pages = ["order-timeline", "order-bytes", "order-evidence", "order-payload"] as const

/** Lower case looks; that somebody looked is written down. */
const reveal = (page: KeyRow["screen"]): KeyRow => ({
  screen: page,
  keys: "p",
  action: "reveal",
  label: "personal data",
  command: "orders show --reveal",
  when: "it is masked; shown until the page is left, and written into Activity"
})

const moves = (page: KeyRow["screen"]): ReadonlyArray<KeyRow> => [
  { screen: page, keys: "y", action: "copy", label: "copy" },
  { screen: page, keys: "j down", action: "down", label: "scroll", isQuiet: true },
  { screen: page, keys: "k up", action: "up", label: "scroll up", isQuiet: true },
  { screen: page, keys: "page-down space", action: "pageDown", label: "a page down", isQuiet: true },
  { screen: page, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen: page, keys: "gg home", action: "first", label: "to the top", isQuiet: true },
  { screen: page, keys: "end", action: "last", label: "to the end", isQuiet: true }
]

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
    when: "it says PROCESS",
    yes: "there"
  },
  {
    screen,
    keys: "R",
    action: "retry",
    label: "retry",
    command: "orders retry",
    when: "a purchase order failed or a push was rejected",
    yes: "asks"
  },
  { screen, keys: "d", action: "doubt", label: "doubt", command: "doubts show", when: "it says IN DOUBT" },
  {
    screen,
    keys: "A",
    action: "authorize",
    label: "authorize",
    command: "payments authorize",
    when: "it says AUTHORIZE; shows amount and reason",
    yes: "there"
  },
  {
    screen,
    keys: "C",
    action: "cancel",
    label: "cancel order",
    command: "orders cancel",
    when: "where something was sent, its suppliers are asked, with a code and a reason",
    yes: "asks"
  },
  {
    screen,
    keys: "z",
    action: "undo",
    label: "undo",
    command: "orders undo",
    when: "while nothing of it has left it takes PROCESS back; after that what was done last",
    yes: "asks"
  },
  { screen, keys: "w", action: "why", label: "why", command: "orders why" },
  { screen, keys: "t", action: "timeline", label: "timeline", command: "orders timeline" },
  { screen, keys: "n", action: "note", label: "note", command: "orders note", yes: "asks" },
  { screen, keys: "v", action: "bytes", label: "bytes", command: "preview" },
  { screen, keys: "e", action: "evidence", label: "evidence", command: "prove" },
  {
    screen,
    keys: "tab",
    action: "noteKind",
    label: "note or hand-over",
    command: "orders note --handover",
    when: "while typing a note"
  },
  {
    screen,
    keys: "ctrl-e",
    action: "editor",
    label: "your editor",
    command: "orders note",
    when: "while typing a note"
  },
  {
    screen,
    keys: "H",
    action: "takeHandover",
    label: "take the hand-over",
    command: "orders note --take",
    when: "one is open on it",
    yes: "asks"
  },
  { screen, keys: "T", action: "tag", label: "tag", command: "orders tag", yes: "asks" },
  { screen, keys: "o", action: "payload", label: "raw payload", command: "orders payload" },
  reveal(screen),
  { screen, keys: "I", action: "assignMe", label: "mine", command: "orders assign --to-me", yes: "asks" },
  {
    screen,
    keys: "G",
    action: "give",
    label: "give to",
    command: "orders assign --to",
    isQuiet: true,
    yes: "asks"
  },
  {
    screen,
    keys: "U",
    action: "hold",
    label: "hold until",
    command: "orders hold",
    when: "it is not held so already; wants a time and a reason",
    isQuiet: true,
    yes: "asks"
  },
  {
    screen,
    keys: "L",
    action: "release",
    label: "let it go on",
    command: "orders release",
    when: "a hold is open that a person may release as it is; wants a reason",
    yes: "asks"
  },
  {
    screen,
    keys: "enter",
    action: "goOn",
    label: "go on",
    when: "while something is typed",
    isQuiet: true
  },
  { screen, keys: "b", action: "bundle", label: "bundle", command: "support" },
  { screen, keys: "y", action: "copy", label: "copy number" },
  { screen, keys: "j down", action: "down", label: "scroll", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "scroll up", isQuiet: true },
  { screen, keys: "page-down space", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "to the top", isQuiet: true },
  { screen, keys: "end", action: "last", label: "to the end", isQuiet: true },
  {
    screen: "order-timeline",
    keys: "enter",
    action: "job",
    label: "its job",
    command: "jobs show",
    when: "a job did it"
  },
  {
    screen: "order-timeline",
    keys: "f",
    action: "filter",
    label: "filter",
    command: "orders timeline --only",
    when: "all, people, machine, failures in turn"
  },
  {
    screen: "order-timeline",
    keys: "m",
    action: "more",
    label: "older ones",
    command: "orders timeline --after",
    when: "there are any"
  },
  ...(["order-timeline", "order-bytes", "order-payload"] as const).map(reveal),
  ...pages.flatMap(moves),
  ...(["order-bytes", "order-payload"] as const).map(
    (page): KeyRow => ({ screen: page, keys: "ctrl-e", action: "pager", label: "your pager" })
  )
]
