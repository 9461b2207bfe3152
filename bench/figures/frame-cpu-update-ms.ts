import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const frameCpuUpdateMs: Figure = {
  name: "frame_cpu_update_ms",
  unit: "ms",
  target: 1.5,
  better: "lower",
  measure: async (bench) => {
    const { update, idleWrites } = await frameCosts(bench)
    return {
      value: update.cpuMs,
      detail: `processor time of the whole console a frame beyond that of rest, three rows on the screen change, warm; 120x44, 10,000 orders in memory, ${update.frames} frames in ${update.writes} writes; ${idleWrites} writes in 2.5 s of rest`
    }
  }
}
