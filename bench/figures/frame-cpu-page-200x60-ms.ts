import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const frameCpuPage200x60Ms: Figure = {
  name: "frame_cpu_page_200x60_ms",
  unit: "ms",
  target: 2,
  better: "lower",
  measure: async (bench) => {
    const { page } = await frameCosts(bench, "wide")
    return {
      value: page.cpuMs,
      detail: `processor time of the whole console a frame, a page down or up; 200x60, 10,000 orders in memory, ${page.frames} frames in ${page.writes} writes`
    }
  }
}
