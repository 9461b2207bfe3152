import { millionBoard } from "../contests/million.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

const looks = 400

export const liveRefresh1mP95Ms: Figure = {
  name: "live_refresh_1m_p95_ms",
  unit: "ms",
  target: 1.5,
  better: "lower",
  measure: async (bench) => {
    const board = await millionBoard(bench)
    const open = await board.refresh({ status: "not_processed" }, looks)
    const all = await board.refresh({}, looks)
    const say = (times: ReadonlyArray<number>) =>
      `p50 ${shown(quantile(times, 0.5))}, p95 ${shown(quantile(times, 0.95))} ms`
    return {
      value: Math.max(quantile(open.times, 0.95), quantile(all.times, 0.95)),
      detail: `${board.orders} orders, a page of ${all.rows} rows with all counts through the board: not processed ${say(open.times)}; all ${say(all.times)}; the slower of the two`
    }
  }
}
