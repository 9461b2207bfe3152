/** What a list of jobs can be of. */
export const jobStates = ["waiting", "later", "running", "dead"] as const
export type ListedState = (typeof jobStates)[number]
/** What has ended stays findable by its id for some minutes. */
export type JobState = ListedState | "done" | "canceled" | "failed"

/** What a person may have done to a queue or a job. */
export const jobActs = ["paused", "resumed", "retried", "canceled", "redriven"] as const
export type JobAct = (typeof jobActs)[number]

/** What has ended well, or was canceled, is put away after so long. */
export const finishedJobKeptMinutes = 10

/** Of a dead letter that no queue takes back. */
export const lostText =
  "Nobody knows the queue that it came from, so nothing can put it back; it can be canceled."
