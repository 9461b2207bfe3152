import { type Color, truecolor } from "../presenter/style-table.ts"

export const terminalColorNames = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

/** `red`, `bright-red`, `208`, `#d0a000`; null: none of these. */
export const colorOf = (text: string): Color | null => {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
  if (hex !== null) {
    const [red = 0, green = 0, blue = 0] = hex.slice(1).map((pair) => Number.parseInt(pair, 16))
    return truecolor(red, green, blue)
  }
  if (/^\d{1,3}$/.test(text)) return Number(text) < 256 ? Number(text) : null
  const isBright = text.startsWith("bright-")
  const index = terminalColorNames.indexOf(isBright ? text.slice(7) : text)
  return index === -1 ? null : index + (isBright ? 8 : 0)
}
