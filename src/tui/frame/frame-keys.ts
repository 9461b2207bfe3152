import type { KeyRow } from "../key-row.ts"

const everywhere = "everywhere"

/** Keys that mean the same on every screen. */
export const frameKeys: ReadonlyArray<KeyRow> = [
  { screen: everywhere, keys: "1", action: "triage", label: "triage", command: "console", isQuiet: true },
  { screen: everywhere, keys: "2", action: "orders", label: "orders", command: "orders list", isQuiet: true },
  {
    screen: everywhere,
    keys: "3",
    action: "inventory",
    label: "inventory",
    command: "inventory list",
    isQuiet: true
  },
  {
    screen: everywhere,
    keys: "4",
    action: "sync",
    label: "sync status",
    command: "sync orders",
    isQuiet: true
  },
  {
    screen: everywhere,
    keys: "5",
    action: "channels",
    label: "channels",
    command: "channels list",
    isQuiet: true
  },
  {
    screen: everywhere,
    keys: "6",
    action: "suppliers",
    label: "suppliers",
    command: "suppliers list",
    isQuiet: true
  },
  { screen: everywhere, keys: "7", action: "jobs", label: "jobs", command: "jobs queues", isQuiet: true },
  { screen: everywhere, keys: "S", action: "syncOrders", label: "sync", command: "sync orders" },
  {
    screen: everywhere,
    keys: "X",
    action: "stopSends",
    label: "stop sends",
    command: "sends stop",
    when: "asks first; of everything, a channel or a supplier. The same key allows them again"
  },
  {
    screen: everywhere,
    keys: "z",
    action: "undo",
    label: "undo",
    when: "the last act of this session that tells how; asks first"
  },
  { screen: everywhere, keys: "u", action: "toggleUtc", label: "UTC or own zone", isQuiet: true },
  { screen: everywhere, keys: "?", action: "help", label: "help" },
  { screen: everywhere, keys: "esc", action: "back", label: "back", isQuiet: true },
  { screen: everywhere, keys: "q ctrl-c", action: "quit", label: "quit" },
  { screen: everywhere, keys: "ctrl-z", action: "suspend", label: "suspend, fg comes back", isQuiet: true }
]
