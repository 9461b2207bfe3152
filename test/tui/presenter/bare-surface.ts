import type { Surface } from "../../../src/tui/presenter/surface.ts"

/** The terminal's own colors and every character as it is. */
export const bareSurface = (hasColor: boolean): Surface => ({
  hasColor,
  base: {},
  isAscii: false,
  glyph: (text) => text
})
