import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const frameCpuMoveMs: Figure = {
  name: "frame_cpu_move_ms",
  unit: "ms",
  target: 1,
  better: "lower",
  measure: async (bench) => {
    const { move, idleWrites } = await frameCosts(bench)
    return {
      value: move.cpuMs,
      detail: `processor time of the whole console a frame, the cursor moves by a row; 120x44, 10,000 orders in memory, ${move.frames} frames in ${move.writes} writes; ${idleWrites} writes in 2.5 s of rest`
    }
  }
}
