/** A queue with its worker in this process, taking jobs that do nothing. */
export interface QueuePeer {
  readonly addOne: () => Promise<void>
  readonly addMany: (count: number) => Promise<void>
  /** Jobs that are not settled in the database yet. */
  readonly waiting: () => Promise<number>
  readonly close: () => Promise<void>
}

const lookMs = 4

/** Until the database knows that all are done: a job that ran and is not settled would be run again after a crash. */
export const untilSettled = async (peer: QueuePeer): Promise<void> => {
  while ((await peer.waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, lookMs))
}
