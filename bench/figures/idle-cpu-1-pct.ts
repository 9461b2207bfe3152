import { idleFigure } from "../contests/console-costs.ts"
import type { Figure } from "../figure.ts"

export const idleCpu1Pct: Figure = {
  name: "idle_cpu_1_pct",
  unit: "%",
  target: 0.3,
  better: "lower",
  measure: (bench) => idleFigure(bench, 1, "1 change of three orders a second")
}
