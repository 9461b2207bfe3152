import * as Effect from "effect/Effect"
import type { PgBoss } from "pg-boss"
import { Boss } from "../../src/jobs/boss.ts"
import { type Slice, secondsOf } from "../slices.ts"
import type { QueuedRuntime } from "./pipeline-slices.ts"

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

/** Raw pg-boss at its best: jobs inserted in bulk, two loops without a pause between the batches. A job says its order. */
export const noopJobs = async (runtime: QueuedRuntime, orders: number): Promise<Slice> => {
  const { pgBoss } = await runtime.runPromise(Effect.flatMap(Boss, (boss) => Effect.succeed(boss)))
  await pgBoss.createQueue(queue)
  return async () => {
    const seconds = await secondsOf(async () => {
      for (let from = 0; from < orders; from += insertAtOnce)
        await pgBoss.insert(
          queue,
          Array.from({ length: Math.min(insertAtOnce, orders - from) }, (_, i) => ({
            data: { orderId: from + i }
          }))
        )
      await Promise.all(Array.from({ length: loops }, () => drain(pgBoss)))
    })
    return orders / seconds
  }
}
