import { millionBoard } from "../contests/million.ts"
import type { Figure } from "../figure.ts"
import { shown } from "../numbers.ts"
import { searchTimes } from "../search-terms.ts"

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
    const look = async (search: string) => (await board.refresh({ search }, looksATerm)).times
    const { p50, p95, slowest } = await searchTimes(terms, look)
    return {
      value: p95,
      detail: `${board.orders} orders, ${terms.length} kinds of terms, p50 ${shown(p50)} ms; slowest p95: ${slowest}`
    }
  }
}
