import type { Figure } from "./figure.ts"
import { pipelineVsCommitFloor } from "./figures/pipeline-vs-commit-floor.ts"
import { pipelineVsNoopJobs } from "./figures/pipeline-vs-noop-jobs.ts"
import { pipelineVsSqlWithoutQueue } from "./figures/pipeline-vs-sql-without-queue.ts"

/** All figures, in the order they are taken and kept. */
export const figureTable: ReadonlyArray<Figure> = [
  pipelineVsNoopJobs,
  pipelineVsSqlWithoutQueue,
  pipelineVsCommitFloor
]
