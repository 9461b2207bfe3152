import type { KeyRow } from "../../key-row.ts"

const list = "channels"
const one = "channel"
const auto = "auto-processing"

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
    keys: "A",
    action: "autoProcessing",
    label: "auto-processing",
    command: "channels set",
    when: "off with a question, on by a page with its warning",
    yes: "asks"
  },
  { screen, keys: "t", action: "test", label: "test connection", command: "channels test" }
]

const form = "channel-settings"

const edits: ReadonlyArray<KeyRow> = [
  {
    screen: form,
    keys: "ctrl-s",
    action: "save",
    label: "save",
    command: "channels set",
    when: "the connection works, or you say so",
    yes: "saves"
  },
  { screen: form, keys: "ctrl-t", action: "test", label: "test connection", command: "channels test" },
  {
    screen: form,
    keys: "ctrl-r",
    action: "again",
    label: "look again",
    command: "channels show",
    when: "somebody else changed it meanwhile; what you typed stays"
  },
  { screen: form, keys: "tab enter down", action: "next", label: "field" },
  { screen: form, keys: "shift-tab up", action: "previous", label: "field before", isQuiet: true },
  { screen: form, keys: "page-down", action: "pageDown", label: "ten fields on", isQuiet: true },
  { screen: form, keys: "page-up", action: "pageUp", label: "ten fields back", isQuiet: true }
]

export const channelKeys: ReadonlyArray<KeyRow> = [
  ...edits,
  { screen: list, keys: "enter", action: "open", label: "settings", command: "channels list" },
  { screen: list, keys: "E", action: "edit", label: "edit", command: "channels set", yes: "there" },
  ...changes(list),
  { screen: list, keys: "N", action: "add", label: "new channel", command: "channels add", yes: "there" },
  ...moves(list),
  { screen: one, keys: "E", action: "edit", label: "edit", command: "channels set", yes: "there" },
  ...changes(one),
  ...moves(one),
  {
    screen: auto,
    keys: "ctrl-s",
    action: "accept",
    label: "switch on",
    command: "channels set",
    when: "the alert address was tested and the channel's name is typed",
    yes: "saves"
  },
  {
    screen: auto,
    keys: "ctrl-t",
    action: "testAddress",
    label: "send a test alert",
    command: "channels set",
    when: "an address is typed",
    yes: "asks"
  },
  { screen: auto, keys: "tab enter down", action: "next", label: "field" },
  { screen: auto, keys: "shift-tab up", action: "previous", label: "field before", isQuiet: true }
]
