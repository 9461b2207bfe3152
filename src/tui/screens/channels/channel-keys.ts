import type { KeyRow } from "../../key-row.ts"

const list = "channels"
const one = "channel"
const auto = "auto-processing"

const moves = (screen: KeyRow["screen"]): ReadonlyArray<KeyRow> => [
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "g home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]

const changes = (screen: KeyRow["screen"]): ReadonlyArray<KeyRow> => [
  {
    screen,
    keys: "A",
    action: "autoProcessing",
    label: "auto-processing",
    command: "channels set",
    when: "asks first, with what it does counted"
  },
  { screen, keys: "t", action: "test", label: "test connection", command: "channels test" }
]

export const channelKeys: ReadonlyArray<KeyRow> = [
  { screen: list, keys: "enter", action: "open", label: "settings", command: "channels list" },
  ...changes(list),
  ...moves(list),
  ...changes(one),
  ...moves(one),
  {
    screen: auto,
    keys: "ctrl-s",
    action: "accept",
    label: "switch on",
    command: "channels set",
    when: "the alert address was tested and the channel's name is typed"
  },
  {
    screen: auto,
    keys: "ctrl-t",
    action: "testAddress",
    label: "send a test alert",
    command: "channels set",
    when: "an address is typed"
  },
  { screen: auto, keys: "tab enter down", action: "next", label: "field" },
  { screen: auto, keys: "shift-tab up", action: "previous", label: "field before", isQuiet: true }
]
