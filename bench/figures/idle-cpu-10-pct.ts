import { idleCpuPct } from "../contests/console-costs.ts"
import type { Figure } from "../figure.ts"

export const idleCpu10Pct: Figure = {
  name: "idle_cpu_10_pct",
  unit: "%",
  target: 1.5,
  better: "lower",
  measure: async (bench) => ({
    value: await idleCpuPct(bench, 10),
    detail:
      "of one core, the list of orders open at 120x40 over a real database, nobody at the keys, 10 changes of three orders a second, after a minute; its reading and its clock are in it"
  })
}
