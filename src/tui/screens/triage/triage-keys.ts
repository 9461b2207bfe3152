import type { KeyRow } from "../../key-row.ts"

const screen = "triage"

export const triageKeys: ReadonlyArray<KeyRow> = [
  { screen, keys: "enter", action: "open", label: "open the list", command: "orders list --action" },
  { screen, keys: "j down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "up", isQuiet: true }
]
