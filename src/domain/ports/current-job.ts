import * as Context from "effect/Context"
import type { JobMark } from "../model/job-mark.ts"

/** The job that this fiber runs for; null outside a worker. Whoever writes what happened to an order writes it beside. */
export const CurrentJob = Context.Reference<JobMark | null>("switchyard/CurrentJob", {
  defaultValue: () => null
})
