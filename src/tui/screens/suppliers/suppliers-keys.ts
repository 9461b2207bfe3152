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

const changes = (screen: KeyRow["screen"]): ReadonlyArray<KeyRow> => [
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
  { screen: list, keys: "enter", action: "open", label: "open", command: "suppliers show" },
  ...changes(list),
  ...moves(list),
  ...changes(one),
  ...moves(one)
]
