import type { QueueLoad } from "../domain/ports/worker-registry.ts"
import type { End } from "./settle.ts"

const bucketMs = 5_000
const buckets = 12

interface Bucket {
  readonly number: number
  done: number
  failed: number
}

/** How the runs of one queue ended within the last minute: in steps of five seconds, so that it stays small. */
export class MinuteTally {
  #buckets: Array<Bucket> = []
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A snooze is neither: nobody is to blame, and nothing is done. */
  add(end: End): void {
    if (end === "snoozed") return
    const number = Math.floor(this.#now() / bucketMs)
    let last = this.#buckets.at(-1)
    if (last?.number !== number) {
      last = { number, done: 0, failed: 0 }
      this.#buckets = [...this.#recent(number), last]
    }
    if (end === "done") last.done++
    else last.failed++
  }

  counts(): { readonly done: number; readonly failed: number } {
    const recent = this.#recent(Math.floor(this.#now() / bucketMs))
    return {
      done: recent.reduce((sum, { done }) => sum + done, 0),
      failed: recent.reduce((sum, { failed }) => sum + failed, 0)
    }
  }

  #recent(number: number): Array<Bucket> {
    return this.#buckets.filter((bucket) => bucket.number > number - buckets)
  }
}

interface Loaded {
  readonly queue: string
  readonly width: { readonly concurrency: number }
  readonly held: ReadonlyMap<string, unknown>
  readonly tally: MinuteTally
}

/** By queue, those left out for which nothing is done. */
export const loadOf = (lanes: ReadonlyArray<Loaded>): Readonly<Record<string, QueueLoad>> =>
  Object.fromEntries(
    lanes.flatMap((lane) => {
      const { done, failed } = lane.tally.counts()
      const places = lane.width.concurrency
      // What is held beyond the places waits in this worker.
      const running = Math.min(places, lane.held.size)
      return running + done + failed === 0 ? [] : [[lane.queue, { running, places, done, failed }]]
    })
  )
