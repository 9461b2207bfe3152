import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const frameCpuPageMs: Figure = {
  name: "frame_cpu_page_ms",
  unit: "ms",
  target: 2,
  better: "lower",
  measure: async (bench) => {
    const { page, idleWrites } = await frameCosts(bench)
    return {
      value: page.cpuMs,
      detail: `processor time of the whole console a frame, a page down or up; 120x44, 10,000 orders in memory, ${page.frames} frames in ${page.writes} writes; ${idleWrites} writes in 2.5 s of rest`
    }
  }
}
