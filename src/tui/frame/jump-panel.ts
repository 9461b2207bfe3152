import { painted } from "../components/painted.ts"
import type { Canvas } from "../presenter/canvas.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { safe } from "../safe-text.ts"
import type { Frame } from "./frame.ts"
import { openPlaces } from "./places.ts"

const lines: ReadonlyArray<readonly [string, string]> = [
  ...openPlaces.map(({ letter, label }) => [letter, label] as const),
  ["g", "top of the list"]
]

/** Two columns, so that it fits above the hints of the smallest terminal. */
const half = Math.ceil(lines.length / 2)
const columnWidth = 3 + Math.max(...lines.map(([, label]) => label.length)) + 2

export const jumpPanelSize = { width: 2 + 2 * columnWidth, height: 2 + half }

const paint = (canvas: Canvas, frame: Frame): void => {
  const { theme } = frame
  canvas.frame(theme.of("rule"))
  canvas.text(2, 0, safe(" g then "), theme.of("accent", "bold"))
  for (const [index, [letter, label]] of lines.entries()) {
    const x = 2 + columnWidth * Math.floor(index / half)
    const y = 1 + (index % half)
    canvas.text(x, y, safe(letter), theme.of("accent", "bold"))
    canvas.text(x + 3, y, safe(label), theme.of("text"))
  }
}

/** While `g` waits for its letter: what the letters open. */
export const jumpPanel = (frame: Frame): RegionSource => painted((canvas) => paint(canvas, frame), [])
