/** A queue of which no worker takes a job before somebody resumes it. What was taken already is finished. */
export interface PausedQueue {
  readonly queue: string
  readonly by: string
  readonly at: Date
  readonly reason: string
}

/** `queue orders.download is paused by ana: the shop moves`. */
export const pausedText = ({ queue, by, reason }: PausedQueue): string =>
  `queue ${queue} is paused by ${by}: ${reason}`
