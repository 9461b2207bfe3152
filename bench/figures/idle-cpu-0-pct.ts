import { idleFigure } from "../contests/console-costs.ts"
import type { Figure } from "../figure.ts"

export const idleCpu0Pct: Figure = {
  name: "idle_cpu_0_pct",
  unit: "%",
  target: 0,
  better: "lower",
  measure: (bench) => idleFigure(bench, 0, "nothing changes")
}
