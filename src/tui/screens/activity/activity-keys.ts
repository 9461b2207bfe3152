import type { KeyRow } from "../../key-row.ts"

const screen = "activity"

export const activityKeys: ReadonlyArray<KeyRow> = [
  { screen, keys: "enter", action: "open", label: "open what it is about", command: "activity" },
  { screen, keys: "/", action: "search", label: "search", command: "activity --search" },
  { screen, keys: "b", action: "person", label: "only this person", command: "activity --actor" },
  { screen, keys: "o", action: "object", label: "only this", command: "activity --subject" },
  { screen, keys: "tab ]", action: "kind", label: "kind", command: "activity --subject" },
  { screen, keys: "shift-tab [", action: "previousKind", label: "kind before", isQuiet: true },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true },
  { screen, keys: "page-down", action: "pageDown", label: "a page down", isQuiet: true },
  { screen, keys: "page-up", action: "pageUp", label: "a page up", isQuiet: true },
  { screen, keys: "gg home", action: "first", label: "first", isQuiet: true },
  { screen, keys: "end", action: "last", label: "last", isQuiet: true }
]
