import type { KeyRow } from "../key-row.ts"
import { placeKeys } from "./places.ts"

const everywhere = "everywhere"

/** Keys that mean the same on every screen. */
export const frameKeys: ReadonlyArray<KeyRow> = [
  ...placeKeys,
  { screen: everywhere, keys: "S", action: "syncOrders", label: "sync", command: "sync orders", yes: "asks" },
  {
    screen: everywhere,
    keys: "X",
    action: "stopSends",
    label: "stop sends",
    command: "sends stop",
    when: "of everything, a channel or a supplier; the same key allows them again",
    yes: "asks"
  },
  {
    screen: everywhere,
    keys: "z",
    action: "undo",
    label: "undo",
    when: "the last act of this session that tells how",
    yes: "asks"
  },
  {
    screen: everywhere,
    keys: "@",
    action: "log",
    label: "log",
    when: "what was changed from this console since it was opened",
    command: "activity",
    isQuiet: true
  },
  { screen: everywhere, keys: "u", action: "toggleUtc", label: "UTC or own zone", isQuiet: true },
  {
    screen: everywhere,
    keys: "g",
    action: "jump",
    label: "go to",
    when: "a letter follows, which a panel shows; a second g: the top of the list",
    isQuiet: true
  },
  {
    screen: everywhere,
    keys: "ctrl-o alt-left",
    action: "historyBack",
    label: "where you were before",
    isQuiet: true
  },
  {
    screen: everywhere,
    keys: "ctrl-] alt-right",
    action: "historyForward",
    label: "forward again",
    isQuiet: true
  },
  {
    screen: everywhere,
    keys: ":",
    action: "palette",
    label: "find",
    when: "every screen, key and command by a few of its letters; #1042 opens that order",
    isQuiet: true
  },
  { screen: everywhere, keys: "?", action: "help", label: "help" },
  { screen: everywhere, keys: "esc", action: "back", label: "back", isQuiet: true },
  { screen: everywhere, keys: "q ctrl-c", action: "quit", label: "quit" },
  { screen: everywhere, keys: "ctrl-z", action: "suspend", label: "suspend, fg comes back", isQuiet: true }
]
