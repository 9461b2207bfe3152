import { idleFigure } from "../contests/console-costs.ts"
import type { Figure } from "../figure.ts"

export const idleCpu10Pct: Figure = {
  name: "idle_cpu_10_pct",
  unit: "%",
  target: 1.5,
  better: "lower",
  measure: (bench) => idleFigure(bench, 10, "10 changes of three orders a second")
}
