import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const paletteCpuUpdateMs: Figure = {
  name: "palette_cpu_update_ms",
  unit: "ms",
  target: 1.5,
  better: "lower",
  measure: async (bench) => {
    const { paletteUpdate } = await frameCosts(bench)
    return {
      value: paletteUpdate.cpuMs,
      detail: `processor time of the whole console a frame beyond that of rest, warm, three rows of the list change below the open palette; 120x44, 10,000 orders in memory, ${paletteUpdate.frames} frames in ${paletteUpdate.writes} writes`
    }
  }
}
