import { stock } from "../contests/inventory.ts"
import type { Figure } from "../figure.ts"
import { shown } from "../numbers.ts"
import { searchTimes } from "../search-terms.ts"

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
    const look = (search: string) => world.look([{ after: null, search }], looks)
    const { p50, p95, slowest } = await searchTimes(terms, look)
    return {
      value: p95,
      detail: `${world.products} SKUs, ${terms.length} kinds of terms, p50 ${shown(p50)} ms; slowest p95: ${slowest}`
    }
  }
}
