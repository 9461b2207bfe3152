import { PgBoss } from "pg-boss"
import type { ConnectionOptions } from "../../src/store/database.ts"
import { type Slice, secondsOf } from "../slices.ts"

const queue = "bench.noop"
const batch = 100
const loops = 2
const insertAtOnce = 1_000

const drain = async (boss: PgBoss): Promise<void> => {
  while (true) {
    const jobs = await boss.fetch(queue, { batchSize: batch })
    if (jobs.length === 0) return
    await boss.complete(
      queue,
      jobs.map((job) => job.id)
    )
  }
}

const jobsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ data: { orderId: from + i } }))

export interface NoopJobs {
  readonly slice: Slice
  readonly close: () => Promise<void>
}

/**
 * Raw pg-boss at its best, with its own driver and durable commits: jobs inserted in bulk, two loops without a pause
 * between the batches. A job says its order.
 */
export const noopJobs = async (connection: ConnectionOptions, orders: number): Promise<NoopJobs> => {
  const { host, port, user, database } = connection
  const boss = new PgBoss({ host, port, user, database, max: 4, supervise: false, schedule: false })
  boss.on("error", (error) => console.error(error.message))
  await boss.start()
  await boss.createQueue(queue)
  const slice = async () => {
    const seconds = await secondsOf(async () => {
      for (let from = 0; from < orders; from += insertAtOnce)
        await boss.insert(queue, jobsOf(from, Math.min(orders, from + insertAtOnce)))
      await Promise.all(Array.from({ length: loops }, () => drain(boss)))
    })
    return orders / seconds
  }
  return { slice, close: () => boss.stop({ graceful: false }) }
}
