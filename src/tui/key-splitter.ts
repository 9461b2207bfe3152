import type { Key } from "ink"

/** One key as the key table names it: `j`, `J`, `enter`, `esc`, `ctrl-s`, `alt-x`, `space`, `page-down`. */
export interface KeyPress {
  readonly kind: "key"
  readonly name: string
  /** What a text field inserts; "" for keys that are not text. */
  readonly text: string
}

/** Pasted text is data, never a row of commands. */
export interface Paste {
  readonly kind: "paste"
  readonly text: string
}

export type KeyEvent = KeyPress | Paste

export const paste = (text: string): Paste => ({ kind: "paste", text })

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })

const namedFlags: ReadonlyArray<readonly [keyof Key, string]> = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "page-up"],
  ["pageDown", "page-down"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "esc"],
  ["tab", "tab"],
  ["backspace", "backspace"],
  ["delete", "delete"]
]

const controlNames: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\r\n": "enter",
  "\t": "tab",
  "\b": "backspace",
  "\x7f": "backspace",
  "\x1b": "esc",
  "\0": "ctrl-space",
  "\x1d": "ctrl-]"
}

const press = (name: string, text = ""): KeyPress => ({ kind: "key", name, text })

const isControl = (grapheme: string): boolean => {
  const code = grapheme.charCodeAt(0)
  return code < 0x20 || (code >= 0x7f && code < 0xa0)
}

const controlPress = (grapheme: string): KeyPress[] => {
  const name = controlNames[grapheme]
  if (name !== undefined) return [press(name)]
  const code = grapheme.charCodeAt(0)
  return code >= 1 && code <= 26 ? [press(`ctrl-${String.fromCharCode(code + 96)}`)] : []
}

const printable = (grapheme: string): KeyPress => press(grapheme === " " ? "space" : grapheme, grapheme)

const splitText = (input: string): KeyPress[] => {
  const keys: KeyPress[] = []
  for (const { segment } of segmenter.segment(input)) {
    if (isControl(segment)) keys.push(...controlPress(segment))
    else keys.push(printable(segment))
  }
  return keys
}

const modified = (name: string, key: Key): string => {
  const alt = key.meta && name !== "esc" ? "alt-" : ""
  const shift = key.shift ? "shift-" : ""
  return `${key.ctrl ? "ctrl-" : ""}${alt}${shift}${name}`
}

const plainArrows: Readonly<Record<string, string>> = {
  "\x1b[A": "up",
  "\x1b[B": "down",
  "\x1b[C": "right",
  "\x1b[D": "left"
}

/** The key that sent these bytes where nothing else could have: one printable character of ASCII, or an arrow. */
export const plainKey = (bytes: string): KeyPress | null => {
  if (bytes.length === 1) return bytes >= " " && bytes <= "~" ? printable(bytes) : null
  const arrow = plainArrows[bytes]
  return arrow === undefined ? null : press(arrow)
}

/** Ink hands over all that one read brought: 'jjj' is three keys, 'j\r' is two. */
export const splitKeys = (input: string, key: Key): KeyPress[] => {
  if (key.eventType === "release") return []
  for (const [flag, name] of namedFlags) if (key[flag] === true) return [press(modified(name, key))]
  if (!key.ctrl && !key.meta) return splitText(input)
  const [first, ...rest] = splitText(input)
  if (first === undefined) return []
  const prefix = `${key.ctrl ? "ctrl-" : ""}${key.meta ? "alt-" : ""}`
  return [press(prefix + first.name), ...rest]
}
