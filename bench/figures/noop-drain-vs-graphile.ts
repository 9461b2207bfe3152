import { drainContest } from "../contests/drain.ts"
import type { Figure } from "../figure.ts"
import { medianRatio, medians } from "../slices.ts"

export const noopDrainVsGraphile: Figure = {
  name: "noop_drain_vs_graphile",
  unit: "ratio",
  target: 0.75,
  better: "higher",
  measure: async (bench) => {
    const rounds = await drainContest(bench)
    return {
      value: medianRatio(rounds, "ours", "graphile-worker"),
      detail: `jobs that do nothing, until the database knows all are done: ${medians(rounds, "/s")}; graphile-worker with localQueue 500 and batched completion`
    }
  }
}
