import { feedContest } from "../contests/feeds.ts"
import type { Figure } from "../figure.ts"
import { shown } from "../numbers.ts"

export const feedRssMb: Figure = {
  name: "feed_rss_mb",
  unit: "MB",
  target: 250,
  better: "lower",
  measure: async (bench) => {
    const { rssMb, lines } = await feedContest(bench)
    return {
      value: Math.max(rssMb.few, rssMb.many),
      detail: `the most that the reading process, bundled and started as it ships, held with a feed of 1000 lines: ${shown(rssMb.few)} MB, then of ${lines}: ${shown(rssMb.many)} MB`
    }
  }
}
