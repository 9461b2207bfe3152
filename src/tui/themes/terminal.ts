import type { Looks } from "./looks.ts"

const ansi = { red: 1, green: 2, yellow: 3, blue: 4, cyan: 6 } as const

/** The terminal's own sixteen colors, so that it looks right on light and dark. */
export const sixteenColors: Looks = {
  text: {},
  dim: { dim: true },
  rule: { dim: true },
  accent: { foreground: ansi.cyan },
  selection: { inverse: true },
  need: { foreground: ansi.red },
  ready: { foreground: ansi.green },
  done: { foreground: ansi.blue },
  doubt: { foreground: ansi.yellow },
  stale: { dim: true }
}

/** The same without a gray that may be hard to read: weight and underline instead. For terminals with 16 colors. */
export const sixteenHighContrast: Looks = {
  text: {},
  dim: {},
  rule: {},
  accent: { bold: true },
  selection: { inverse: true, bold: true },
  need: { foreground: 9, bold: true },
  ready: { foreground: 10, bold: true },
  done: { foreground: 14, bold: true },
  doubt: { foreground: 11, bold: true },
  stale: { underline: true }
}

/** NO_COLOR: weight and inversion only; the words say the state in any theme. */
export const noColors: Looks = {
  text: {},
  dim: { dim: true },
  rule: { dim: true },
  accent: { bold: true },
  selection: { inverse: true },
  need: { bold: true },
  ready: {},
  done: {},
  doubt: { bold: true },
  stale: { dim: true }
}
