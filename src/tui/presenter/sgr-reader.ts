import { plain, styles } from "./cells.ts"
import { type Color, type Style, type StyleId, truecolor } from "./style-table.ts"

type MutableStyle = { -readonly [Key in keyof Style]: Style[Key] }

const attributesOn: Readonly<Record<number, keyof Style>> = {
  1: "bold",
  2: "dim",
  3: "italic",
  4: "underline",
  7: "inverse",
  9: "strike"
}
const attributesOff: Readonly<Record<number, ReadonlyArray<keyof Style>>> = {
  22: ["bold", "dim"],
  23: ["italic"],
  24: ["underline"],
  27: ["inverse"],
  29: ["strike"],
  39: ["foreground"],
  49: ["background"]
}

/** The terminal's sixteen colors: 30-37 and 90-97, or the same ten higher for the background. */
const basicColor = (code: number, first: number): Color | undefined => {
  if (code >= first && code < first + 8) return code - first
  if (code >= first + 60 && code < first + 68) return code - first - 52
  return undefined
}

/** Reads 38/48's own parameters; returns how many were used. */
const extendedColor = (codes: readonly number[], at: number): [Color | undefined, number] => {
  if (codes[at + 1] === 5) return [codes[at + 2], 2]
  if (codes[at + 1] !== 2) return [undefined, 0]
  return [truecolor(codes[at + 2] ?? 0, codes[at + 3] ?? 0, codes[at + 4] ?? 0), 4]
}

const applyColor = (style: MutableStyle, codes: readonly number[], at: number): number => {
  const code = codes[at] ?? 0
  if (code === 38 || code === 48) {
    const [color, used] = extendedColor(codes, at)
    if (color !== undefined) style[code === 38 ? "foreground" : "background"] = color
    return used
  }
  const foreground = basicColor(code, 30)
  if (foreground !== undefined) style.foreground = foreground
  const background = basicColor(code, 40)
  if (background !== undefined) style.background = background
  return 0
}

/** The style after `ESC [ parameters m`. What it does not know it leaves alone (blink, conceal, fonts). */
export const applySgr = (current: StyleId, parameters: string): StyleId => {
  const codes = parameters.split(";").map(Number)
  let style: MutableStyle = { ...styles.get(current) }
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0
    const on = attributesOn[code]
    if (code === 0) style = {}
    else if (on !== undefined) Object.assign(style, { [on]: true })
    else if (attributesOff[code]) for (const name of attributesOff[code]) delete style[name]
    else at += applyColor(style, codes, at)
  }
  return Object.keys(style).length === 0 ? plain : styles.intern(style)
}
