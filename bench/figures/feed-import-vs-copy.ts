import { feedContest } from "../contests/feeds.ts"
import type { Figure } from "../figure.ts"
import { shown } from "../numbers.ts"
import { medianRatio, medians } from "../slices.ts"

export const feedImportVsCopy: Figure = {
  name: "feed_import_vs_copy",
  unit: "ratio",
  target: 0.5,
  better: "higher",
  measure: async (bench) => {
    const { rounds, lines, again } = await feedContest(bench)
    if (!again.wroteNothing) throw new Error("a feed that says the same wrote levels")
    return {
      value: medianRatio(rounds, "feed", "COPY"),
      detail: `${lines} lines from a folder, the wait for a growing file among it, beside COPY into a table with the same keys, indexes and references: ${medians(rounds, "/s")}; the same once more in other bytes: ${shown(again.seconds)} s, no level written`
    }
  }
}
