import { lostText } from "../../../domain/model/job-state.ts"
import { cancelJob, retryJob } from "../../../domain/operations/handle-jobs.ts"
import type { JobRow } from "../../../domain/ports/job-board.ts"
import type { Desk, ScreenAction } from "../../screen.ts"

const canRetry = new Set(["later", "dead", "failed", "canceled"])
const canCancel = new Set(["waiting", "later", "dead"])

const name = (job: JobRow): string => `${job.queue} ${job.id.slice(0, 8)}`

/** A dead letter is no job that a worker could take: it is put back into its queue, and all of it is done again. */
const retryEffect = (job: JobRow): string =>
  job.state === "dead"
    ? "It is put back into its queue and runs again from its start."
    : "A worker takes it as soon as it is free."

const askToRetry = (desk: Desk, job: JobRow, settled: () => void): void =>
  desk.ask({
    text: `RUN ${name(job)} now? ${retryEffect(job)}`,
    onYes: () => {
      desk.bridge.run(retryJob(job.id), (outcome) => {
        if (outcome.ok) desk.say("done", `${name(job)} runs as soon as a worker is free.`)
        else desk.say("need", outcome.message)
        settled()
      })
    }
  })

const askToCancel = (desk: Desk, job: JobRow, settled: () => void): void =>
  desk.ask({
    text: `CANCEL ${name(job)}? It does not run; the orders that it is about stay as they are.`,
    onYes: () => {
      desk.bridge.run(cancelJob(job.id, ""), (outcome) => {
        if (outcome.ok) desk.say("done", `${name(job)} is canceled.`)
        else desk.say("need", outcome.message)
        settled()
      })
    }
  })

/** What one job's keys do, in the list and on its own screen. */
export const jobActions = (
  desk: Desk,
  shown: () => JobRow | null,
  settled: () => void,
  /** What is true and helps while there is none. */
  none: () => string = () => "The job has not been read yet."
): Readonly<Record<string, ScreenAction>> => {
  const withJob = (act: (job: JobRow) => void) => (): void => {
    const job = shown()
    if (job !== null) act(job)
  }
  const refusal = (can: ReadonlySet<string>, why: (job: JobRow) => string) => (): string | null => {
    const job = shown()
    if (job === null) return none()
    return can.has(job.state) ? null : why(job)
  }
  const notRetried = refusal(canRetry, ({ state }) =>
    state === "waiting" ? "It is due already; a worker takes it when its turn comes." : `It is ${state}.`
  )
  return {
    retry: {
      run: withJob((job) => askToRetry(desk, job, settled)),
      refusal: () => (shown()?.isLost === true ? lostText : notRetried())
    },
    cancel: {
      run: withJob((job) => askToCancel(desk, job, settled)),
      refusal: refusal(canCancel, ({ state }) =>
        state === "running" ? "It runs just now, and what runs is not cut off." : `It is ${state}.`
      )
    }
  }
}
