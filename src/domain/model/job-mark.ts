/** Which job did something, and in which of its attempts: stored with what it wrote. */
export interface JobMark {
  /** Also of a queue that this version does not have any more. */
  readonly queue: string
  readonly id: string
  /** 1 for the first attempt. */
  readonly attempt: number
}

/** Enough of an id to tell jobs apart on a screen. */
export const shortJobId = (id: string): string => id.slice(0, 8)

const attemptText = (attempt: number): string => (attempt > 1 ? `, attempt ${attempt}` : "")

/** `purchase-orders.send 3f2a91bc #2`; the first attempt goes without saying. */
export const shortJobText = ({ queue, id, attempt }: JobMark): string =>
  `${queue} ${shortJobId(id)}${attempt > 1 ? ` #${attempt}` : ""}`

/** With the whole id, as commands take it. */
export const jobText = ({ queue, id, attempt }: JobMark): string => `${queue} ${id}${attemptText(attempt)}`

/** What becomes of a job whose attempt failed: repeated, on as a job of another id, or a dead letter. */
export const jobFates = ["repeated", "given on", "dead"] as const
export type JobFate = (typeof jobFates)[number]

export const isFate = (text: string): text is JobFate => (jobFates as ReadonlyArray<string>).includes(text)

/** The attempt of another job whose work a job has: its worker died, or the job became this dead letter. */
export interface JobOrigin extends JobMark {
  readonly worker: string
  readonly fate: JobFate
}

/** A dead letter that a person gave back to its queue: it is a letter no more, and goes on as a job of another id. */
export interface Redrive {
  readonly letterId: string
  readonly jobId: string
  readonly queue: string
  readonly by: string
  readonly at: Date
}

/** Of the job: `redriven from dead letter 3f2a91bc by ana`. */
export const madeByWords = ({ letterId, by }: Redrive): string =>
  `redriven from dead letter ${shortJobId(letterId)} by ${by}`

/** Of the letter: `redriven as job 3f2a91bc by ana`. */
export const redrivenWords = ({ jobId, by }: Redrive): string =>
  `redriven as job ${shortJobId(jobId)} by ${by}`

/** `worker:h:1` as people say it. */
export const workerName = (worker: string): string => worker.replace(/^worker:/, "worker ")

/** Where a job's work comes from: `taken over from job 3f2a91bc after worker h:1 died in its attempt 2`. */
export const originWords = ({ id, attempt, worker, fate }: JobOrigin): string =>
  fate === "dead"
    ? `was job ${shortJobId(id)} until its attempt ${attempt} failed at ${workerName(worker)}`
    : `taken over from job ${shortJobId(id)} after ${workerName(worker)} died in its attempt ${attempt}`

/** `next`: under which id its work goes on, where that is known. */
export const fateWords = (fate: JobFate, next: string | null): string => {
  switch (fate) {
    case "repeated":
      return "it is repeated"
    case "given on":
      return next === null
        ? "another worker gets its work as a new job"
        : `job ${shortJobId(next)} takes over`
    case "dead":
      return next === null
        ? "it is a dead letter and waits for a person"
        : `it waits for a person as dead letter ${shortJobId(next)}`
  }
}
