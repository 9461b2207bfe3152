import { rivalFigures, updatesPerSecond } from "../contests/console-rivals.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

export const heldKeyLagP95Ms: Figure = {
  name: "held_key_lag_p95_ms",
  unit: "ms",
  target: 15,
  better: "lower",
  measure: async (bench) => {
    const figures = await rivalFigures(bench)
    const value = Math.max(...figures.map(({ times }) => quantile(times.ours.held, 0.95)))
    const say = figures.map(
      ({ size, times }) =>
        `${size.columns}x${size.rows}: key held at 30 Hz ${shown(quantile(times.ours.held, 0.95))} ms, ${times.ours.lost} keys lost; tview ${shown(quantile(times.tview.held, 0.95))}, ${times.tview.lost} lost; lines compared ${shown(quantile(times.raw.held, 0.95))}`
    )
    return {
      value,
      detail: `${say.join("; ")}; 10,000 rows, ${updatesPerSecond} changes a second going on; the worse size counts`
    }
  }
}
