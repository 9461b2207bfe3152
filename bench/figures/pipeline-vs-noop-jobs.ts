import { pipelineContest } from "../contests/pipelines.ts"
import type { Figure } from "../figure.ts"
import { medianRatio, medians } from "../slices.ts"

export const pipelineVsNoopJobs: Figure = {
  name: "pipeline_vs_noop_jobs",
  unit: "ratio",
  target: 1.4,
  better: "higher",
  measure: async (bench) => {
    const { rounds, written } = await pipelineContest(bench)
    return {
      value: medianRatio(rounds, "pipeline", "no-op jobs"),
      detail: `${medians(rounds, "/s")}; download, validate and process through our worker, a job per 100 orders, against a raw pg-boss job per order that does nothing; ${written}`
    }
  }
}
