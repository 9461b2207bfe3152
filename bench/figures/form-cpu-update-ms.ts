import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const formCpuUpdateMs: Figure = {
  name: "form_cpu_update_ms",
  unit: "ms",
  target: 1.5,
  better: "lower",
  measure: async (bench) => {
    const { formUpdate } = await frameCosts(bench)
    return {
      value: formUpdate.cpuMs,
      detail: `processor time of the whole console a frame beyond that of rest, warm, three rows of the list change above the open chooser of columns; 120x44, 10,000 orders in memory, ${formUpdate.frames} frames in ${formUpdate.writes} writes`
    }
  }
}
