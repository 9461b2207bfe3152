import { stock } from "../contests/inventory.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

const looks = 40

/** All that the screen shows of 50 products, at the beginning, in the middle and near the end. */
export const inventoryPage1mP95Ms: Figure = {
  name: "inventory_page_1m_p95_ms",
  unit: "ms",
  target: 50,
  better: "lower",
  measure: async (bench) => {
    const world = await stock(bench)
    const skuAt = (part: number) => `SKU-${String(Math.floor(world.products * part)).padStart(7, "0")}`
    const screens = [null, skuAt(0.3), skuAt(0.7), skuAt(0.999)].map((after) => ({ after, search: "" }))
    const times = await world.look(screens, looks)
    return {
      value: quantile(times, 0.95),
      detail: `${world.products} SKUs, 50 a page with every number of the screen, p50 ${shown(quantile(times, 0.5))} ms`
    }
  }
}
