import type { Color } from "../presenter/style-table.ts"

type Channels = readonly [red: number, green: number, blue: number]

const cubeSteps = [0, 95, 135, 175, 215, 255] as const
const firstGray = 232
const trueBit = 0x1000000

/** null: one of the terminal's own sixteen, of which nobody here knows what it looks like. */
export const channelsOf = (color: Color): Channels | null => {
  if (color >= trueBit) return [(color >> 16) & 255, (color >> 8) & 255, color & 255]
  if (color < 16) return null
  if (color >= firstGray) {
    const gray = 8 + (color - firstGray) * 10
    return [gray, gray, gray]
  }
  const at = color - 16
  const step = (index: number): number => cubeSteps[index % 6] ?? 0
  return [step(Math.floor(at / 36)), step(Math.floor(at / 6)), step(at)]
}

const linear = (channel: number): number => {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

const luminance = ([red, green, blue]: Channels): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)

/** WCAG 2's contrast ratio, 1 to 21; null where one of the two is the terminal's own. */
export const contrast = (a: Color, b: Color): number | null => {
  const [one, other] = [channelsOf(a), channelsOf(b)]
  if (one === null || other === null) return null
  const [lighter, darker] = [luminance(one), luminance(other)].sort((x, y) => y - x)
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05)
}

/** Text that can be read by nearly everybody: WCAG AA. */
export const readable = 4.5
