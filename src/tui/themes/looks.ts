import type { Style } from "../presenter/style-table.ts"

export const roleNames = [
  "text",
  "dim",
  "rule",
  "accent",
  "selection",
  "need",
  "ready",
  "done",
  "doubt",
  "stale"
] as const

export type Role = (typeof roleNames)[number]

export const isRole = (name: string): name is Role => roleNames.some((known) => known === name)

/** What each role looks like; the rest of the program names roles only. */
export type Looks = Readonly<Record<Role, Style>>
