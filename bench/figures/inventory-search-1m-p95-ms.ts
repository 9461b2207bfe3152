import { stock } from "../contests/inventory.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

/** Common and rare, the beginning and the middle of a SKU, a title, two letters, an alias, and what is nowhere. */
const terms = ["chair", "SKU-0012", "04321", "steel lamp", "c4ca4238", "a1", "SKU", "nothere"]
const looks = 25

export const inventorySearch1mP95Ms: Figure = {
  name: "inventory_search_1m_p95_ms",
  unit: "ms",
  target: 50,
  better: "lower",
  measure: async (bench) => {
    const world = await stock(bench)
    const all: Array<number> = []
    const slowest: Array<readonly [term: string, p95: number]> = []
    for (const search of terms) {
      const times = await world.look([{ after: null, search }], looks)
      all.push(...times)
      slowest.push([search, quantile(times, 0.95)])
    }
    slowest.sort((a, b) => b[1] - a[1])
    const worst = slowest.slice(0, 3).map(([term, p95]) => `${term} ${shown(p95)} ms`)
    return {
      value: quantile(all, 0.95),
      detail: `${world.products} SKUs, ${terms.length} kinds of terms, p50 ${shown(quantile(all, 0.5))} ms; slowest p95: ${worst.join(", ")}`
    }
  }
}
