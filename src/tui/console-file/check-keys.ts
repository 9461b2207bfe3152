import { isTextKey, type KeyRow, keyNames } from "../key-row.ts"
import type { ConsoleSettings } from "./console-settings.ts"
import { advice, type Findings, isTable, type Table } from "./findings.ts"
import { isKeyName, keyAdvice } from "./key-names.ts"

type Keys = ConsoleSettings["keys"]
type Told = (message: string) => void

/** What everybody who works on this console has to be able to rely on, whoever's file it runs with. */
const fixed: Readonly<Record<string, string>> = {
  stopSends: "X stops sends, on every screen and for everybody who sits down here",
  back: "esc always leads back",
  suspend: "ctrl-z always suspends",
  help: "? always shows the keys",
  jump: "g is the first of two keys"
}

export const isFixed = (row: KeyRow): boolean => row.screen === "everywhere" && row.action in fixed

const reserved = new Set(["esc", "ctrl-c", "ctrl-z"])

/** Printed with a state as the key that acts on it (order-words.ts): what is printed has to work. */
const badges: Readonly<Record<string, string>> = {
  resolve: "r",
  process: "P",
  retry: "R",
  doubt: "d",
  authorize: "A"
}
const badgeScreens = new Set(["orders", "order", "triage"])

const isUpper = (key: string): boolean => /^\p{Lu}$/u.test(key)

/** As they are shipped, UPPER case letters are what changes something; what somebody chooses keeps to that. */
const changes = (row: KeyRow): boolean => keyNames(row).some(isUpper)
/** `ctrl-s`, but not `up` or `enter`: these work everywhere. */
const isOfForm = (row: KeyRow): boolean => keyNames(row).every((key) => /^(ctrl|alt)-/.test(key))

const refusal = (row: KeyRow, key: string): string | null => {
  if (!isKeyName(key)) return `${JSON.stringify(key)} is no key. ${keyAdvice(key)}`
  if (reserved.has(key) && !keyNames(row).includes(key))
    return `${key} leaves, ends or suspends, whatever the file says. Take another key.`
  if (changes(row) && !isUpper(key))
    return `${row.action} changes something, so its key is an UPPER case letter, as ${row.keys} is.`
  if (!changes(row) && isUpper(key))
    return `${row.action} changes nothing by itself, so its key is not an UPPER case letter. Take ${key.toLowerCase()} or another.`
  if (isOfForm(row) && isTextKey(key))
    return `${row.action} works while somebody types, where ${key} is text. Take one like ctrl-s.`
  return null
}

const listOf = (value: unknown): ReadonlyArray<string> | null => {
  const list = typeof value === "string" ? [value] : value
  return Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === "string") ? list : null
}

const keysOf = (row: KeyRow, value: unknown, told: Told): ReadonlyArray<string> | null => {
  const why = fixed[row.action]
  const list = listOf(value)
  if (row.screen === "everywhere" && why !== undefined) told(`${why}: take this line away.`)
  else if (list === null) told(`${row.action} is a key in quotes, or a list of them: ["x", "ctrl-x"].`)
  else {
    const wrong = list.map((key) => refusal(row, key)).find((one) => one !== null)
    const badge = badgeScreens.has(row.screen) ? badges[row.action] : undefined
    const isBadgeLost = badge !== undefined && keyNames(row).includes(badge) && !list.includes(badge)
    if (wrong != null) told(wrong)
    else if (isBadgeLost)
      told(
        `${badge} is printed with the state that it acts on, so it stays: ["${[badge, ...list].join('", "')}"].`
      )
    else return list
  }
  return null
}

const keysOfScreen = (
  screen: string,
  value: unknown,
  keymap: ReadonlyArray<KeyRow>,
  findings: Findings
): Readonly<Record<string, ReadonlyArray<string>>> => {
  const screens = [...new Set(keymap.map((row) => String(row.screen)))]
  const rows = keymap.filter((row) => row.screen === screen)
  if (rows.length === 0) {
    findings.add(["keys", screen], `There is no screen ${screen}. ${advice(screen, screens)}`)
    return {}
  }
  if (!isTable(value)) {
    findings.add(["keys", screen], `Write [keys.${screen}] on a line, and action = "key" below.`)
    return {}
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([action, given]) => {
      const path = ["keys", screen, action]
      const row = rows.find((one) => one.action === action)
      if (row === undefined) {
        const actions = [...new Set(rows.map((one) => one.action))]
        findings.add(path, `${screen} has no action ${action}. ${advice(action, actions)}`)
        return []
      }
      const keys = keysOf(row, given, (message) => findings.add(path, message))
      return keys === null ? [] : [[action, keys] as const]
    })
  )
}

/** The key table with what somebody chose instead; `shipped` says what it would be. */
export const keymapWith = (keymap: ReadonlyArray<KeyRow>, keys: Keys): ReadonlyArray<KeyRow> =>
  keymap.map((row) => {
    const own = keys[row.screen]?.[row.action]
    return own === undefined ? row : { ...row, keys: own.join(" "), shipped: row.keys }
  })

/** As the program is shipped: a screen may have its own use of a key, such as z. */
const isShippedSo = (row: KeyRow, key: string): boolean => (row.shipped ?? row.keys).split(" ").includes(key)

const meets = (a: KeyRow, b: KeyRow): boolean =>
  a !== b && (a.screen === b.screen || a.screen === "everywhere" || b.screen === "everywhere")

/** A key that would mean two things at one place. Names the row that the file changed. */
const findConflicts = (keymap: ReadonlyArray<KeyRow>, keys: Keys, findings: Findings): void => {
  const rows = keymapWith(keymap, keys)
  for (const row of rows.filter((one) => one.shipped !== undefined))
    for (const key of keyNames(row)) {
      const other = rows.find((one) => meets(row, one) && keyNames(one).includes(key))
      if (other === undefined || (isShippedSo(row, key) && isShippedSo(other, key))) continue
      findings.add(
        ["keys", row.screen, row.action],
        `${key} is ${other.label} on ${other.screen === "everywhere" ? "every screen" : other.screen} already. Give that another key, or take another here.`
      )
    }
}

/** Keys are used all or not at all: half of a new layout would hit what nobody meant. */
export const checkKeys = (table: Table, keymap: ReadonlyArray<KeyRow>, findings: Findings): Keys => {
  const before = findings.troubles.length
  const keys = Object.fromEntries(
    Object.entries(table).map(([screen, value]) => [screen, keysOfScreen(screen, value, keymap, findings)])
  )
  findConflicts(keymap, keys, findings)
  return findings.troubles.length === before ? keys : {}
}
