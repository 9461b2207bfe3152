import { pipelineContest } from "../contests/pipelines.ts"
import type { Figure } from "../figure.ts"
import { medianRatio } from "../slices.ts"

export const pipelineVsCommitFloor: Figure = {
  name: "pipeline_vs_commit_floor",
  unit: "ratio",
  target: 1.5,
  better: "higher",
  measure: async (bench) => {
    const { rounds, floor } = await pipelineContest(bench)
    return {
      value: medianRatio(rounds, "pipeline", "commits"),
      detail: `orders per second against one-row commits per second of 8 clients by ${floor}`
    }
  }
}
