import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const frameCpuUpdate200x60Ms: Figure = {
  name: "frame_cpu_update_200x60_ms",
  unit: "ms",
  target: 1.5,
  better: "lower",
  measure: async (bench) => {
    const { update } = await frameCosts(bench, "wide")
    return {
      value: update.cpuMs,
      detail: `processor time of the whole console a frame beyond that of rest, three rows on the screen change, warm; 200x60, 10,000 orders in memory, ${update.frames} frames in ${update.writes} writes`
    }
  }
}
