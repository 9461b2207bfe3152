import { latencyContest } from "../contests/latency.ts"
import type { Figure } from "../figure.ts"
import { quantile, shown } from "../numbers.ts"

export const notifyStartP50VsGraphile: Figure = {
  name: "notify_start_p50_vs_graphile",
  unit: "ratio",
  target: 0.7,
  better: "lower",
  measure: async (bench) => {
    const { ours, peer, peerSetting } = await latencyContest(bench)
    const say = (times: ReadonlyArray<number>) =>
      `p50 ${shown(quantile(times, 0.5))} ms, p95 ${shown(quantile(times, 0.95))} ms`
    return {
      value: quantile(ours, 0.5) / quantile(peer, 0.5),
      detail: `from asking for one job to its start: ours ${say(ours)}; graphile-worker ${peerSetting} ${say(peer)}`
    }
  }
}
