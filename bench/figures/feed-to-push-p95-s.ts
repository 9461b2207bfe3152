import { feedPushSeconds } from "../contests/feed-push.ts"
import type { Figure } from "../figure.ts"
import { median, quantile, shown } from "../numbers.ts"

export const feedToPushP95S: Figure = {
  name: "feed_to_push_p95_s",
  unit: "s",
  target: 2,
  better: "lower",
  measure: async (bench) => {
    const seconds = await feedPushSeconds(bench, bench.quick ? 20 : 120)
    return {
      value: quantile(seconds, 0.95),
      detail: `a feed of 1000 lines, one of them new, asked for on demand until the shop took that number; with the second that a file is looked at whether it grows; median ${shown(median(seconds))} s, slowest ${shown(Math.max(...seconds))} s of ${seconds.length}`
    }
  }
}
