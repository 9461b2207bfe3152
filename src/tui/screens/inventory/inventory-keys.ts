import type { KeyRow } from "../../key-row.ts"

const list = "inventory"
const explain = "inventory-explain"
const feeds = "feeds"
const rules = "stock-rules"

const moves = (screen: KeyRow["screen"]): ReadonlyArray<KeyRow> => [
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]

export const inventoryKeys: ReadonlyArray<KeyRow> = [
  { screen: list, keys: "enter w", action: "explain", label: "explain", command: "inventory explain" },
  {
    screen: list,
    keys: "P",
    action: "push",
    label: "push now",
    command: "sync inventory",
    when: "the channel's inventory upload is on",
    yes: "asks"
  },
  {
    screen: list,
    keys: "C",
    action: "cancelPush",
    label: "cancel the push",
    command: "sync cancel",
    when: "a push is under way",
    yes: "asks"
  },
  { screen: list, keys: "e", action: "rules", label: "rules", command: "inventory rules" },
  { screen: list, keys: "i", action: "feeds", label: "feeds", command: "inventory feeds" },
  { screen: list, keys: "/", action: "search", label: "search", command: "inventory list --search" },
  { screen: list, keys: "f", action: "filter", label: "filter", command: "inventory list --differs" },
  { screen: list, keys: "c", action: "channel", label: "channel", command: "inventory list --channel" },
  {
    screen: list,
    keys: "I",
    action: "importAliases",
    label: "import aliases",
    command: "inventory alias import",
    when: "wants the CSV file; z takes it back, as --undo does",
    yes: "asks",
    isQuiet: true
  },
  {
    screen: list,
    keys: "x",
    action: "exportAliases",
    label: "export aliases",
    command: "inventory alias export",
    when: "asks for the CSV file, which must be new",
    isQuiet: true
  },
  { screen: list, keys: "y", action: "copy", label: "copy the SKU", isQuiet: true },
  ...moves(list),
  { screen: explain, keys: "y", action: "copy", label: "copy the SKU" },
  ...moves(explain),
  { screen: feeds, keys: "tab shift-tab", action: "otherList", label: "feeds or differences" },
  { screen: feeds, keys: "enter", action: "open", label: "differences", command: "inventory feeds show" },
  { screen: feeds, keys: "] s", action: "state", label: "next state", command: "inventory feeds --state" },
  { screen: feeds, keys: "[", action: "previousState", label: "state before", isQuiet: true },
  {
    screen: feeds,
    keys: "A",
    action: "accept",
    label: "let it in",
    command: "inventory feeds accept",
    when: "the feed is held",
    yes: "asks"
  },
  {
    screen: feeds,
    keys: "R",
    action: "reject",
    label: "reject it",
    command: "inventory feeds reject",
    when: "the feed is held; wants a reason",
    yes: "asks"
  },
  ...moves(feeds),
  { screen: rules, keys: "ctrl-s", action: "save", label: "save", command: "inventory rules", yes: "asks" },
  { screen: rules, keys: "tab enter down", action: "next", label: "next field" },
  { screen: rules, keys: "shift-tab up", action: "previous", label: "field before", isQuiet: true }
]
