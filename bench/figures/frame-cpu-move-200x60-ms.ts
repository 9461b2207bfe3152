import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const frameCpuMove200x60Ms: Figure = {
  name: "frame_cpu_move_200x60_ms",
  unit: "ms",
  target: 1,
  better: "lower",
  measure: async (bench) => {
    const { move } = await frameCosts(bench, "wide")
    return {
      value: move.cpuMs,
      detail: `processor time of the whole console a frame, the cursor moves by a row; 200x60, 10,000 orders in memory, ${move.frames} frames in ${move.writes} writes`
    }
  }
}
