import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type { OrderId } from "../../src/domain/model/order.ts"
import { JobQueue } from "../../src/domain/ports/job-queue.ts"
import { backlog } from "../../src/jobs/backlog.ts"
import { bossLayer } from "../../src/jobs/boss.ts"
import type { LaneWidth } from "../../src/jobs/lane.ts"
import { jobQueueLayer } from "../../src/jobs/pg-boss-queue.ts"
import { type ConnectionOptions, databaseLayer } from "../../src/store/database.ts"
import { startWorker } from "../world/bench-worker.ts"
import type { QueuePeer } from "./queue-peer.ts"

const layerOf = (connection: ConnectionOptions) =>
  jobQueueLayer.pipe(
    Layer.provideMerge(Layer.mergeAll(databaseLayer(connection), bossLayer({ connection, supervise: false })))
  )

const job = { job: "orders.validate", orderIds: [1 as OrderId] } as const

/** Our worker with a handler that does nothing. Its width is what a no-op deserves, as the peer's local queue is. */
export const startOwnQueue = async (
  connection: ConnectionOptions,
  width: LaneWidth | undefined,
  onJob: () => void
): Promise<QueuePeer> => {
  const runtime = ManagedRuntime.make(layerOf(connection))
  const enqueue = (count: number) =>
    runtime.runPromise(
      Effect.flatMap(JobQueue, (queue) => queue.enqueue(Array.from({ length: count }, () => job)))
    )
  const stop = await startWorker<Layer.Success<ReturnType<typeof layerOf>>>(
    (worker, signal) => runtime.runPromise(worker, { signal }),
    { "orders.validate": () => Effect.sync(onJob) },
    width === undefined ? {} : { widths: { "orders.validate": width } }
  )
  return {
    addOne: () => enqueue(1),
    addMany: enqueue,
    waiting: async () =>
      (await runtime.runPromise(backlog())).reduce((sum, q) => sum + q.waiting + q.later + q.running, 0),
    close: async () => {
      await stop()
      await runtime.dispose()
    }
  }
}
