import type { KeyRow } from "../../key-row.ts"

const screen = "mappings"

export const mappingsKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "enter",
    action: "open",
    label: "open",
    command: "map ship-method",
    when: "shows it, or what orders wait for, with what a change does; a product without an alias gets one, as by inventory alias"
  },
  {
    screen,
    keys: "tab ] shift-tab [",
    action: "otherPart",
    label: "next table",
    command: "mappings skus list",
    when: "ship methods, SKUs of channels, aliases for stock"
  },
  { screen, keys: "N", action: "add", label: "new", command: "map ship-method", yes: "there" },
  {
    screen,
    keys: "R",
    action: "remove",
    label: "remove",
    command: "mappings remove",
    when: "a mapping that is saved; an alias: inventory alias --remove",
    yes: "asks"
  },
  { screen, keys: "/", action: "search", label: "search", command: "mappings list --search" },
  {
    screen,
    keys: "I",
    action: "import",
    label: "import CSV",
    command: "mappings import",
    when: "wants the file; SKUs: mappings skus import, aliases: inventory alias import; z takes it back, as --undo does",
    yes: "asks"
  },
  {
    screen,
    keys: "x",
    action: "export",
    label: "export CSV",
    command: "mappings export",
    when: "asks for the file, which must be new; SKUs: mappings skus export, aliases: inventory alias export"
  },
  { screen, keys: "y", action: "copy", label: "copy their words", isQuiet: true },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]

const one = "mapping"

export const mappingKeys: ReadonlyArray<KeyRow> = [
  {
    screen: one,
    keys: "ctrl-s",
    action: "save",
    label: "save",
    command: "map ship-method",
    when: "all is chosen, or the cursor is on the nearest method; what it does is counted by a trial",
    yes: "asks"
  },
  { screen: one, keys: "tab", action: "next", label: "field" },
  { screen: one, keys: "shift-tab", action: "previous", label: "field before", isQuiet: true },
  { screen: one, keys: "space", action: "choose", label: "choose", when: "the cursor is on a choice" },
  {
    screen: one,
    keys: "e",
    action: "every",
    label: "every channel",
    when: "a ship method of one channel"
  },
  { screen: one, keys: "enter", action: "take", label: "choose and save, or the next field", isQuiet: true },
  { screen: one, keys: "down", action: "down", label: "down", isQuiet: true },
  { screen: one, keys: "up", action: "up", label: "up", isQuiet: true }
]
