import { rivalFigures, updatesPerSecond } from "../contests/console-rivals.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

export const keyP95VsTview: Figure = {
  name: "key_p95_vs_tview",
  unit: "ratio",
  target: 0.5,
  better: "lower",
  measure: async (bench) => {
    const figures = await rivalFigures(bench)
    const value = Math.max(
      ...figures.map(({ times }) => quantile(times.ours.keys, 0.95) / quantile(times.tview.keys, 0.95))
    )
    const say = figures.map(
      ({ size, times }) =>
        `${size.columns}x${size.rows}: ${shown(quantile(times.ours.keys, 0.95))} ms, tview ${shown(quantile(times.tview.keys, 0.95))}, lines compared ${shown(quantile(times.raw.keys, 0.95))}, two ready lines written by Node ${shown(quantile(times.least.keys, 0.95))}`
    )
    return {
      value,
      detail: `${say.join("; ")}; 10,000 rows, ${updatesPerSecond} changes a second going on; the worse size counts`
    }
  }
}
