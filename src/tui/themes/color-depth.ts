import type { Color } from "../presenter/style-table.ts"
import { channelsOf } from "./contrast.ts"

/** How many colors the terminal can show. 0: none. */
export type ColorDepth = 0 | 16 | 256 | "truecolor"

export interface ColorEnvironment {
  readonly NO_COLOR?: string | undefined
  readonly COLORTERM?: string | undefined
  readonly TERM?: string | undefined
}

/** https://no-color.org: present and not empty. COLORTERM is what terminals tell about more than 256 colors. */
export const depthOf = ({ NO_COLOR, COLORTERM, TERM = "" }: ColorEnvironment): ColorDepth => {
  if (NO_COLOR || TERM === "dumb") return 0
  if (COLORTERM === "truecolor" || COLORTERM === "24bit" || /-direct/.test(TERM)) return "truecolor"
  return /256color/.test(TERM) ? 256 : 16
}

const squared = (from: Color, to: Color): number => {
  const [a, b] = [channelsOf(from), channelsOf(to)]
  if (a === null || b === null) return Number.POSITIVE_INFINITY
  return a.reduce((sum, channel, index) => sum + (channel - (b[index] ?? 0)) ** 2, 0)
}

/** The likest of the 240 palette colors that are the same on every terminal. */
const nearest = (color: Color): Color => {
  let best = 16
  for (let candidate = 17; candidate < 256; candidate++)
    if (squared(color, candidate) < squared(color, best)) best = candidate
  return best
}

export const shownAt = (color: Color, depth: ColorDepth): Color | undefined => {
  if (depth === 0) return undefined
  if (depth === "truecolor" || color < 16) return color
  if (depth === 256) return color < 256 ? color : nearest(color)
  return undefined
}
