import type { KeyRow } from "../../key-row.ts"

const screen = "exceptions"

export const exceptionsKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "enter",
    action: "open",
    label: "its order",
    command: "orders show",
    when: "the row is a parcel of an order"
  },
  { screen, keys: "tab shift-tab", action: "otherPart", label: "list or detail" },
  {
    screen,
    keys: "R",
    action: "retry",
    label: "take it again",
    command: "quarantine retry",
    when: "a quarantined row of a shipment: once its cause is gone, or with another SKU",
    yes: "asks"
  },
  {
    screen,
    keys: "D",
    action: "dismiss",
    label: "dismiss",
    command: "quarantine dismiss",
    when: "a quarantined input: nothing follows from it; wants a reason",
    yes: "asks"
  },
  {
    screen,
    keys: "] right",
    action: "part",
    label: "next kind",
    when: "all, parcels, quarantined input",
    command: "tracking exceptions"
  },
  { screen, keys: "[ left", action: "previousKind", label: "kind before", isQuiet: true },
  {
    screen,
    keys: "p",
    action: "reveal",
    label: "as it came",
    command: "quarantine list --reveal",
    when: "a quarantined input: its raw form is hidden, for it may hold personal data; shown until the page is left, and written into Activity"
  },
  { screen, keys: "y", action: "copy", label: "copy the number", isQuiet: true },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]
