import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const paletteCpuKeyMs: Figure = {
  name: "palette_cpu_key_ms",
  unit: "ms",
  target: null,
  better: "lower",
  measure: async (bench) => {
    const { paletteKey } = await frameCosts(bench)
    return {
      value: paletteKey.cpuMs,
      detail: `processor time of the whole console a frame, a letter typed into the palette above the list or taken back; 120x44, 10,000 orders in memory, ${paletteKey.frames} frames in ${paletteKey.writes} writes`
    }
  }
}
