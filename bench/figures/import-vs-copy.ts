import { importContest } from "../contests/imports.ts"
import type { Figure } from "../figure.ts"
import { medianRatio, medians } from "../slices.ts"

export const importVsCopy: Figure = {
  name: "import_vs_copy",
  unit: "ratio",
  target: 0.66,
  better: "higher",
  measure: async (bench) => {
    const { rounds } = await importContest(bench)
    return {
      value: medianRatio(rounds, "import", "COPY"),
      detail: `orders of 3 lines, 500 a call: ${medians(rounds, "/s")}; ours also writes search text, counts and the first hold`
    }
  }
}
