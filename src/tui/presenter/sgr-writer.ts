import { plain, styles } from "./cells.ts"
import { attributeNames, type Color, type Style, type StyleId } from "./style-table.ts"
import type { Surface } from "./surface.ts"

const attributeCodes = { bold: 1, dim: 2, italic: 3, underline: 4, inverse: 7, strike: 9 } as const
const pairsKept = 4096

const colorCode = (color: Color, first: 30 | 40): string => {
  if (color < 8) return String(first + color)
  if (color < 16) return String(first + 52 + color)
  if (color < 256) return `${first + 8};5;${color}`
  return `${first + 8};2;${(color >> 16) & 255};${(color >> 8) & 255};${color & 255}`
}

const codesFromNothing = (style: Style): string[] => {
  const codes: string[] = []
  for (const name of attributeNames) if (style[name]) codes.push(String(attributeCodes[name]))
  if (style.foreground !== undefined) codes.push(colorCode(style.foreground, 30))
  if (style.background !== undefined) codes.push(colorCode(style.background, 40))
  return codes
}

/** Additions only; undefined where something must be taken away, which a reset says as shortly. */
const codesToAdd = (from: Style, to: Style): string[] | undefined => {
  const codes: string[] = []
  for (const name of attributeNames) {
    if (from[name] && !to[name]) return undefined
    if (to[name] && !from[name]) codes.push(String(attributeCodes[name]))
  }
  for (const [name, first] of [
    ["foreground", 30],
    ["background", 40]
  ] as const) {
    const color = to[name]
    if (color !== from[name]) codes.push(color === undefined ? String(first + 9) : colorCode(color, first))
  }
  return codes
}

const withoutColor = ({ foreground: _f, background: _b, ...attributes }: Style): Style => attributes

/** The shortest way from one look to another, remembered per pair. Without color no color code is ever made. */
export class SgrWriter {
  #surface: Surface
  #pairs = new Map<number, string>()

  constructor(surface: Surface) {
    this.#surface = surface
  }

  /** Puts the base look on, whatever was on before; "" where that is the terminal's own. */
  base(): string {
    const codes = codesFromNothing(this.#look(plain))
    return codes.length === 0 ? "" : `\x1b[0;${codes.join(";")}m`
  }

  between(from: StyleId, to: StyleId): string {
    if (from === to) return ""
    const pair = (from << 11) | to
    const known = this.#pairs.get(pair)
    if (known !== undefined) return known
    if (this.#pairs.size >= pairsKept) this.#pairs.clear()
    const made = this.#make(this.#look(from), this.#look(to))
    this.#pairs.set(pair, made)
    return made
  }

  forget(): void {
    this.#pairs.clear()
  }

  #look(id: StyleId): Style {
    const { hasColor, base } = this.#surface
    return hasColor ? { ...base, ...styles.get(id) } : withoutColor(styles.get(id))
  }

  #make(from: Style, to: Style): string {
    const all = codesFromNothing(to)
    const reset = all.length === 0 ? "\x1b[m" : `\x1b[0;${all.join(";")}m`
    const added = codesToAdd(from, to)
    if (added === undefined) return reset
    if (added.length === 0) return ""
    const addition = `\x1b[${added.join(";")}m`
    return addition.length <= reset.length ? addition : reset
  }
}
