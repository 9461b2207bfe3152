import type { KeyRow } from "../../key-row.ts"

const screen = "orders"

export const ordersKeys: ReadonlyArray<KeyRow> = [
  { screen, keys: "enter", action: "open", label: "open", command: "orders show" },
  {
    screen,
    keys: "r",
    action: "resolve",
    label: "resolve",
    command: "orders resolve",
    when: "the row says RESOLVE"
  },
  {
    screen,
    keys: "b",
    action: "causes",
    label: "by cause",
    command: "orders causes",
    when: "what orders wait for, answered once for all of a cause",
    isQuiet: true
  },
  {
    screen,
    keys: "P",
    action: "process",
    label: "process",
    command: "orders process",
    when: "the row, or a marked one, says PROCESS",
    yes: "there"
  },
  {
    screen,
    keys: "R",
    action: "retry",
    label: "retry",
    command: "orders retry",
    when: "the row says FAILED or PUSH REJECTED",
    yes: "asks"
  },
  {
    screen,
    keys: "d",
    action: "doubt",
    label: "doubt",
    command: "doubts show",
    when: "the row says IN DOUBT"
  },
  {
    screen,
    keys: "A",
    action: "authorize",
    label: "authorize",
    command: "payments authorize",
    when: "the row says AUTHORIZE; shows amount and reason",
    yes: "there"
  },
  {
    screen,
    keys: "U",
    action: "hold",
    label: "hold until",
    command: "orders hold",
    when: "the row, or all that are marked, until a time and for a reason; what is held so already stays",
    yes: "asks",
    isQuiet: true
  },
  { screen, keys: "space", action: "mark", label: "mark" },
  { screen, keys: "a", action: "markReady", label: "mark all ready", when: "of the rows that are loaded" },
  {
    screen,
    keys: "m",
    action: "markRange",
    label: "mark to here",
    when: "from the row that was marked last",
    isQuiet: true
  },
  {
    screen,
    keys: "*",
    action: "markMatching",
    label: "mark all that match",
    when: "loaded or not, as they are at this moment; once more takes the marks away",
    isQuiet: true
  },
  {
    screen,
    keys: "/",
    action: "search",
    label: "filter",
    command: "orders list --query",
    when: "words are searched, fields narrow; tab shows every field and its words"
  },
  {
    screen,
    keys: "o >",
    action: "nextSort",
    label: "sort",
    command: "orders list --sort",
    when: "newest, oldest, longest wait, ship-by, total",
    isQuiet: true
  },
  { screen, keys: "<", action: "previousSort", label: "sort as before", isQuiet: true },
  { screen, keys: "c", action: "columns", label: "columns", when: "shown, hidden, moved", isQuiet: true },
  {
    screen,
    keys: "v",
    action: "views",
    label: "views",
    when: "filter and order under a name: shown, saved, deleted",
    isQuiet: true
  },
  {
    screen,
    keys: "tab ]",
    action: "nextTab",
    label: "next status",
    command: "orders list --status",
    when: "in the filter line: completes",
    isQuiet: true
  },
  { screen, keys: "shift-tab [", action: "previousTab", label: "previous status", isQuiet: true },
  {
    screen,
    keys: "f",
    action: "freeze",
    label: "freeze",
    when: "new orders are counted, not shown",
    isQuiet: true
  },
  { screen, keys: "y", action: "copy", label: "copy number", isQuiet: true },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down ctrl-d", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up ctrl-u", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "newest order", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last loaded order", isQuiet: true }
]
