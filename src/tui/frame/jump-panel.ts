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

export const jumpPanelSize = {
  width: 4 + 3 + Math.max(...lines.map(([, label]) => label.length)),
  height: 2 + lines.length
}

const paint = (canvas: Canvas, frame: Frame): void => {
  const { theme } = frame
  canvas.frame(theme.of("rule"))
  canvas.text(2, 0, safe(" g then "), theme.of("accent", "bold"))
  for (const [index, [letter, label]] of lines.entries()) {
    canvas.text(2, 1 + index, safe(letter), theme.of("accent", "bold"))
    canvas.text(5, 1 + index, safe(label), theme.of("text"))
  }
}

/** While `g` waits for its letter: what the letters open. */
export const jumpPanel = (frame: Frame): RegionSource => painted((canvas) => paint(canvas, frame), [])
