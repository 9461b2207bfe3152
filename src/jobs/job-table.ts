import type { JobName } from "../domain/model/job-request.ts"

/** How the jobs of one name are worked on. The name of the job is the name of its queue. */
export interface JobRow {
  /** What one job does, for the docs and the console. */
  readonly means: string
  /** How many run at once in one worker. */
  readonly concurrency: number
  /** How many one worker may hold, running or about to run, while there is a backlog. */
  readonly maxBatch: number
  /** Repeats after the first attempt, before the job goes to the dead letters. */
  readonly retryLimit: number
  readonly retryDelaySeconds: number
  readonly retryDelayMaxSeconds: number
  /** A job that runs longer than this is interrupted and repeated. */
  readonly timeLimitSeconds: number
}

const minutes = (n: number): number => n * 60

/** Calls somebody outside: few at once, none held back in memory, patient repeats. */
const outside = {
  concurrency: 4,
  maxBatch: 4,
  retryLimit: 8,
  retryDelaySeconds: 2,
  retryDelayMaxSeconds: minutes(10)
}

/** Works on our own rows only: short, repeated soon. */
const inside = {
  concurrency: 2,
  maxBatch: 16,
  retryLimit: 5,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 60,
  timeLimitSeconds: minutes(2)
}

export const jobTable: { readonly [Name in JobName]: JobRow } = {
  "orders.download": {
    ...outside,
    means: "Reads one channel's new and changed orders, page by page, with its cursor.",
    timeLimitSeconds: minutes(60)
  },
  "orders.look-back": {
    ...outside,
    means: "Compares one channel's last days with what is here, and imports what its downloads missed.",
    // Nobody waits for it: one at a time, so that a night of many channels leaves the downloads their places.
    concurrency: 1,
    maxBatch: 1,
    timeLimitSeconds: minutes(60)
  },
  "orders.validate": {
    ...inside,
    means: "Checks up to 100 orders: opens and closes holds, and passes on what may be sent by itself."
  },
  "orders.process": {
    ...inside,
    means: "Makes purchase orders and dispatch intents for up to 100 orders that were asked for."
  },
  "purchase-orders.send": {
    ...outside,
    means: "Sends the dispatch intents of one supplier; looks up before it repeats.",
    timeLimitSeconds: minutes(10)
  },
  "shipments.receive": {
    ...outside,
    means: "Collects one supplier's shipment files and records what left.",
    timeLimitSeconds: minutes(30)
  },
  "fulfillments.push": {
    ...outside,
    means: "Tells one channel about up to 100 shipments.",
    timeLimitSeconds: minutes(10)
  },
  "fulfillments.sweep": {
    ...outside,
    means: "Looks for shipments of one channel whose push is still due and pushes them.",
    concurrency: 2,
    maxBatch: 2,
    timeLimitSeconds: minutes(30)
  },
  "inventory.push": {
    ...outside,
    means: "Tells one channel the stock that changed since it was told last.",
    timeLimitSeconds: minutes(30)
  },
  "inventory.sweep": {
    ...outside,
    means:
      "Tells one channel all stock that differs from what it shows; once a day reads back all that it shows.",
    concurrency: 2,
    maxBatch: 2,
    timeLimitSeconds: minutes(60)
  },
  "tracking.poll": {
    ...outside,
    means: "Asks one carrier about the parcels on their way, within its limits.",
    concurrency: 3,
    maxBatch: 3,
    timeLimitSeconds: minutes(110)
  },
  "work.sweep": {
    ...inside,
    means: "Finds work that stands still (a dead worker's leases, intents that nobody carries) and wakes it.",
    concurrency: 1,
    maxBatch: 1
  },
  "alerts.send": {
    ...outside,
    means: "Decides who is told of what went wrong, and tells each of them once.",
    concurrency: 1,
    maxBatch: 1,
    timeLimitSeconds: minutes(2)
  }
}

export const jobNames = Object.keys(jobTable) as ReadonlyArray<JobName>

/** A row of the queue may name any queue that it came from. */
export const isJobName = (name: string | null): name is JobName => jobNames.some((known) => known === name)

/** Where jobs wait for a person: their repeats are used up, or no repeat can help. */
export const deadLetterQueue = "dead-letter"

/** The channel on which the names of queues with new jobs are told. */
export const wakeChannel = "switchyard_jobs"
