import type { KeyRow } from "../../key-row.ts"

const list = "suppliers"
const one = "supplier"

const moves = (screen: KeyRow["screen"]): ReadonlyArray<KeyRow> => [
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]

const form = "supplier-settings"

const edits: ReadonlyArray<KeyRow> = [
  {
    screen: form,
    keys: "ctrl-s",
    action: "save",
    label: "save",
    command: "suppliers set",
    when: "what is typed of the connection works, or you say so",
    yes: "saves"
  },
  { screen: form, keys: "ctrl-t", action: "test", label: "test connection", command: "suppliers test" },
  {
    screen: form,
    keys: "ctrl-r",
    action: "again",
    label: "look again",
    command: "suppliers show",
    when: "somebody else changed it meanwhile; what you typed stays"
  },
  { screen: form, keys: "tab enter down", action: "next", label: "field" },
  { screen: form, keys: "shift-tab up", action: "previous", label: "field before", isQuiet: true },
  { screen: form, keys: "page-down", action: "pageDown", label: "ten fields on", isQuiet: true },
  { screen: form, keys: "page-up", action: "pageUp", label: "ten fields back", isQuiet: true }
]

const changes = (screen: KeyRow["screen"]): ReadonlyArray<KeyRow> => [
  { screen, keys: "E", action: "edit", label: "edit", command: "suppliers set", yes: "there" },
  {
    screen,
    keys: "H",
    action: "stop",
    label: "halt sends to it",
    command: "sends stop --supplier",
    when: "the same key allows them again",
    yes: "asks"
  },
  {
    screen,
    keys: "B",
    action: "closeBreaker",
    label: "close breaker",
    command: "suppliers breaker close",
    when: "its breaker is open: you know that it works again",
    yes: "asks"
  },
  { screen, keys: "t", action: "test", label: "test connection", command: "suppliers test" }
]

export const suppliersKeys: ReadonlyArray<KeyRow> = [
  ...edits,
  { screen: list, keys: "enter", action: "open", label: "open", command: "suppliers show" },
  ...changes(list),
  ...moves(list),
  ...changes(one),
  ...moves(one)
]
