import { pipelineContest } from "../contests/pipelines.ts"
import type { Figure } from "../figure.ts"
import { medianRatio } from "../slices.ts"

export const pipelineVsSqlWithoutQueue: Figure = {
  name: "pipeline_vs_sql_without_queue",
  unit: "ratio",
  target: 0.85,
  better: "higher",
  measure: async (bench) => {
    const { rounds } = await pipelineContest(bench)
    return {
      value: medianRatio(rounds, "pipeline", "without queue"),
      detail: "the same pipelines called one kind after the other, four at a time, without any job"
    }
  }
}
