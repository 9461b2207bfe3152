import { importContest } from "../contests/imports.ts"
import type { Figure } from "../figure.ts"
import { medianRatio } from "../slices.ts"

export const reimportVsImport: Figure = {
  name: "reimport_vs_import",
  unit: "ratio",
  target: 3,
  better: "higher",
  measure: async (bench) => {
    const { rounds, wroteNothing } = await importContest(bench)
    // A fast re-import that writes would be a wrong one: that is an error, not a figure.
    if (!wroteNothing) throw new Error("importing what is known changed rows")
    return {
      value: medianRatio(rounds, "again", "import"),
      detail: "the same orders once more; no row of any table was written or locked"
    }
  }
}
