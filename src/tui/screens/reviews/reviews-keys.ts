import type { KeyRow } from "../../key-row.ts"

const screen = "reviews"

export const reviewsKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "A",
    action: "accept",
    label: "accept",
    command: "reviews accept",
    when: "records the shipments that it tells of, by your word; of a sender that the settings do not name, “trust” is typed",
    yes: "asks"
  },
  {
    screen,
    keys: "P",
    action: "purchaseOrder",
    label: "purchase order",
    command: "reviews accept --purchase-order",
    when: "says which one it is about; accept records it there",
    yes: "there"
  },
  {
    screen,
    keys: "T",
    action: "tracking",
    label: "tracking number",
    command: "reviews accept --tracking",
    when: "says it better than what was read; accept records it",
    yes: "there"
  },
  {
    screen,
    keys: "D",
    action: "dismiss",
    label: "dismiss",
    command: "reviews dismiss",
    when: "nothing follows from it; wants a reason",
    yes: "asks"
  },
  {
    screen,
    keys: "enter",
    action: "open",
    label: "its order",
    command: "orders show",
    when: "it names a purchase order of ours"
  },
  {
    screen,
    keys: "p",
    action: "reveal",
    label: "as it came",
    command: "reviews show --reveal",
    when: "its text is hidden, for it may hold personal data; shown until the page is left, and written into Activity"
  },
  { screen, keys: "tab ] shift-tab [", action: "otherPart", label: "letters or text" },
  { screen, keys: "y", action: "copy", label: "copy the text", isQuiet: true },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]
