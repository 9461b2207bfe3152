import { isChord } from "../key-row.ts"

/** As the key splitter names them (key-splitter.ts). */
const named = [
  "up",
  "down",
  "left",
  "right",
  "page-up",
  "page-down",
  "home",
  "end",
  "enter",
  "esc",
  "tab",
  "backspace",
  "delete",
  "space"
]

const isNamed = (name: string): boolean => named.includes(name)
const isCharacter = (name: string): boolean => [...name].length === 1 && /[^\p{C}\p{Z}]/u.test(name)

/** `j`, `J`, `enter`, `ctrl-s`, `alt-x`, `shift-tab`. */
export const isKeyName = (key: string): boolean => {
  const [, modifiers = "", name = ""] = /^((?:ctrl-|alt-|shift-)*)(.+)$/su.exec(key) ?? []
  if (modifiers === "") return isNamed(name) || isCharacter(name) || isChord(name)
  if (isNamed(name)) return true
  // A terminal sends a letter with shift as the other letter, and ctrl with nothing but a to z.
  if (modifiers.includes("shift-")) return false
  return modifiers.includes("ctrl-") ? /^[a-z\]\\]$/.test(name) : isCharacter(name)
}

const likeness: Readonly<Record<string, string>> = {
  return: "enter",
  escape: "esc",
  pgup: "page-up",
  pageup: "page-up",
  pgdn: "page-down",
  pagedown: "page-down",
  del: "delete",
  " ": "space"
}

export const keyAdvice = (key: string): string => {
  const near = likeness[key.toLowerCase()] ?? key.toLowerCase().replace(/^(c|ctrl|control)[-+ ]/, "ctrl-")
  if (near !== key && isKeyName(near)) return `Write "${near}".`
  return `A key is one character, ctrl-a to ctrl-z, alt-x, or one of ${named.join(", ")}.`
}
