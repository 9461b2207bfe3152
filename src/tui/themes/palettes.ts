import type { Role } from "./looks.ts"

/** Colors as `#rrggbb`. `ground` lies under everything; `selection` under the row that is selected. */
export type Palette = Readonly<Record<Exclude<Role, "selection">, string>> & {
  readonly ground: string
  readonly selection: { readonly text: string; readonly ground: string }
}

export const dark: Palette = {
  ground: "#15181e",
  text: "#d9dce3",
  dim: "#9ca3af",
  rule: "#4a515e",
  accent: "#62cbd9",
  selection: { text: "#ffffff", ground: "#28528f" },
  need: "#ff8078",
  ready: "#72d68c",
  done: "#82bcff",
  doubt: "#e6b84a",
  stale: "#9098a5"
}

export const light: Palette = {
  ground: "#fbfbf8",
  text: "#20242a",
  dim: "#555c67",
  rule: "#c2c7cf",
  accent: "#00606f",
  selection: { text: "#ffffff", ground: "#1d4f96" },
  need: "#a8201a",
  ready: "#14602c",
  done: "#124da3",
  doubt: "#6f4a00",
  stale: "#5e6570"
}

/** Nothing in it below 7:1. */
export const highContrast: Palette = {
  ground: "#000000",
  text: "#ffffff",
  dim: "#e0e0e0",
  rule: "#ffffff",
  accent: "#00ffff",
  selection: { text: "#000000", ground: "#ffff00" },
  need: "#ffa0a0",
  ready: "#80ff98",
  done: "#a8d4ff",
  doubt: "#ffd75f",
  stale: "#d0d0d0"
}
