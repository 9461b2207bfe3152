import { notifyToPixel } from "../contests/console-costs.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

export const notifyToPixelP95Ms: Figure = {
  name: "notify_to_pixel_p95_ms",
  unit: "ms",
  target: 100,
  better: "lower",
  measure: async (bench) => {
    const times = await notifyToPixel(bench)
    return {
      value: quantile(times, 0.95),
      detail: `from the commit of a change to the screen that shows it: p50 ${shown(quantile(times, 0.5))} ms of ${times.length} changes`
    }
  }
}
