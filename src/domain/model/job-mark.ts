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

export const fateWords: Readonly<Record<JobFate, string>> = {
  repeated: "it is repeated",
  "given on": "another worker gets its work as a new job",
  dead: "it is a dead letter and waits for a person"
}
