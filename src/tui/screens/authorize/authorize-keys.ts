import type { KeyRow } from "../../key-row.ts"

const screen = "authorize"

export const authorizeKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "A",
    action: "authorize",
    label: "authorize",
    command: "payments authorize",
    when: "a supplier waits for the yes; a portal without a call wants what it showed",
    yes: "asks"
  },
  {
    screen,
    keys: "D",
    action: "doneInPortal",
    label: "done in the portal",
    command: "payments authorize --done-in-portal",
    when: "you have authorized it there by hand; wants what the portal showed",
    yes: "asks"
  },
  {
    screen,
    keys: "enter",
    action: "confirmField",
    label: "go on",
    when: "while typing what the portal showed",
    isQuiet: true
  },
  { screen, keys: "y", action: "copy", label: "copy number" },
  { screen, keys: "j down", action: "down", label: "scroll", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "scroll up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true }
]
