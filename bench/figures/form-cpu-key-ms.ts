import { frameCosts } from "../contests/console-frames.ts"
import type { Figure } from "../figure.ts"

export const formCpuKeyMs: Figure = {
  name: "form_cpu_key_ms",
  unit: "ms",
  target: 1,
  better: "lower",
  measure: async (bench) => {
    const { formKey } = await frameCosts(bench)
    return {
      value: formKey.cpuMs,
      detail: `processor time of the whole console a frame, the cursor moves in the chooser of columns that is open below the list; 120x44, 10,000 orders in memory, ${formKey.frames} frames in ${formKey.writes} writes`
    }
  }
}
