import { millionBoard } from "../contests/million.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

/** Common and rare, new and only old, names, numbers, parts of words, two letters, and what is nowhere. */
const terms = [
  "jane",
  "#999123",
  "SY-012345",
  "zanzibar",
  "SKU-1234",
  "example7.com",
  "kowal",
  "a1",
  "nothere"
]
const looksATerm = 40

export const search1mP95Ms: Figure = {
  name: "search_1m_p95_ms",
  unit: "ms",
  target: 50,
  better: "lower",
  measure: async (bench) => {
    const board = await millionBoard(bench)
    const all: Array<number> = []
    const slowest: Array<readonly [term: string, p95: number]> = []
    for (const search of terms) {
      const { times } = await board.refresh({ search }, looksATerm)
      all.push(...times)
      slowest.push([search, quantile(times, 0.95)])
    }
    slowest.sort((a, b) => b[1] - a[1])
    const worst = slowest.slice(0, 3).map(([term, p95]) => `${term} ${shown(p95)} ms`)
    return {
      value: quantile(all, 0.95),
      detail: `${board.orders} orders, ${terms.length} kinds of terms, p50 ${shown(quantile(all, 0.5))} ms; slowest p95: ${worst.join(", ")}`
    }
  }
}
