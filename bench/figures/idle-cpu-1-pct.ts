import { idleCpuPct } from "../contests/console-costs.ts"
import type { Figure } from "../figure.ts"

export const idleCpu1Pct: Figure = {
  name: "idle_cpu_1_pct",
  unit: "%",
  target: 0.3,
  better: "lower",
  measure: async (bench) => ({
    value: await idleCpuPct(bench, 1),
    detail:
      "of one core, the list of orders open at 120x40 over a real database, nobody at the keys, 1 change of three orders a second, after a minute; its reading and its clock are in it"
  })
}
