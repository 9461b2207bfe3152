import { slowLine, slowLineFigures } from "../contests/slow-line.ts"
import type { Figure } from "../figure.ts"

export const slowLineWaitingFrames: Figure = {
  name: "slow_line_waiting_frames",
  unit: "frames",
  target: 1,
  better: "lower",
  measure: async (bench) => {
    const { steps, frames, mostWaitingFrames, mostWaitingBytes } = await slowLineFigures(bench)
    return {
      value: mostWaitingFrames,
      detail: `most frames that waited at once for a line of ${slowLine.bytesPerSecond} bytes a second and ${slowLine.delayMs} ms, ${mostWaitingBytes} bytes of them; ${steps} keys and as many changes in a burst became ${frames} frames, the others were never made`
    }
  }
}
