import { intakeContest } from "../contests/intake.ts"
import type { Figure } from "../figure.ts"
import { medianRatio, medians } from "../slices.ts"

export const intakeVsImport: Figure = {
  name: "intake_vs_import",
  unit: "ratio",
  target: 0.6,
  better: "higher",
  measure: async (bench) => {
    const { rounds, orders } = await intakeContest(bench)
    return {
      value: medianRatio(rounds, "intake", "rows"),
      detail: `one worker, bundled and started as it ships, downloads ${orders} Shopify orders of 3 lines from loopback, 100 a page, writes them with their history and records and asks for their checks (which are not made here), against the same number of rows alone: ${medians(rounds, "/s")}`
    }
  }
}
