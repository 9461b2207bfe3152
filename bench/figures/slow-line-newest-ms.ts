import { slowLine, slowLineFigures } from "../contests/slow-line.ts"
import type { Figure } from "../figure.ts"

export const slowLineNewestMs: Figure = {
  name: "slow_line_newest_ms",
  unit: "ms",
  target: 1000,
  better: "lower",
  measure: async (bench) => {
    const { newestMs, steps } = await slowLineFigures(bench)
    return {
      value: newestMs,
      detail: `after a burst of ${steps} keys and changes, from the last change to the far end of a line of ${slowLine.bytesPerSecond} bytes a second and ${slowLine.delayMs} ms that shows it`
    }
  }
}
