import { triageReads } from "../../test/fixtures/polled-reads.ts"
import { polledWorld } from "../contests/polled.ts"
import type { Figure } from "../figure.ts"
import { shown } from "../numbers.ts"

export const triage1mP95Ms: Figure = {
  name: "triage_1m_p95_ms",
  unit: "ms",
  target: 5,
  better: "lower",
  measure: async (bench) => {
    const world = await polledWorld(bench)
    const costs = await world.costs(triageReads)
    const worst = costs
      .slice(0, 3)
      .map(({ name, p50, p95 }) => `${name} p50 ${shown(p50)}, p95 ${shown(p95)} ms`)
    return {
      value: Math.max(...costs.map(({ p95 }) => p95)),
      detail: `${world.jobs} jobs and ${world.orders} orders, ${costs.length} reads that the header or Triage repeats; the slowest: ${worst.join("; ")}`
    }
  }
}
