import { colorOf } from "../themes/color-names.ts"
import { isRole, roleNames } from "../themes/looks.ts"
import { themeNames } from "../themes/theme-names.ts"
import type { ConsoleSettings } from "./console-settings.ts"
import { advice, type Findings, type Table } from "./findings.ts"

export const checkTheme = (table: Table, findings: Findings): string | null => {
  const { name } = table
  if (name === undefined) return null
  if (typeof name === "string" && themeNames.some((known) => known === name)) return name
  findings.add(["theme", "name"], `There is no theme ${String(name)}. ${advice(String(name), themeNames)}`)
  return null
}

export const checkColors = (table: Table, findings: Findings): ConsoleSettings["colors"] => {
  const colors: { -readonly [Key in keyof ConsoleSettings["colors"]]: ConsoleSettings["colors"][Key] } = {}
  for (const [role, value] of Object.entries(table)) {
    if (role === "name") continue
    if (!isRole(role))
      findings.add(["theme", role], `Nothing has the color ${role}. ${advice(role, roleNames)}`)
    else if (typeof value === "string" && colorOf(value) !== null) colors[role] = value
    else
      findings.add(
        ["theme", role],
        `${String(value)} is no color. Write "#d0a000", "red", "bright-red" or a number of the palette as "208".`
      )
  }
  return colors
}
