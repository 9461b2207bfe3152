import { rssAfterChanges } from "../contests/console-costs.ts"
import type { Figure } from "../figure.ts"
import { shown } from "../numbers.ts"

export const consoleRss18kMb: Figure = {
  name: "console_rss_18k_mb",
  unit: "MB",
  target: 130,
  better: "lower",
  measure: async (bench) => {
    const changes = bench.quick ? 1_000 : 18_000
    const { start, end } = await rssAfterChanges(bench, changes)
    return {
      value: end,
      detail: `held after ${changes.toLocaleString("en-US")} changes of three orders each, as fast as the database takes them; ${shown(start)} MB before`
    }
  }
}
