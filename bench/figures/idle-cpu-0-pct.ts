import { idleCpuPct } from "../contests/console-costs.ts"
import type { Figure } from "../figure.ts"

export const idleCpu0Pct: Figure = {
  name: "idle_cpu_0_pct",
  unit: "%",
  target: 0,
  better: "lower",
  measure: async (bench) => ({
    value: await idleCpuPct(bench, 0),
    detail:
      "of one core, the list of orders open at 120x40 over a real database, nobody at the keys, nothing changes, after a minute; its reading and its clock are in it"
  })
}
