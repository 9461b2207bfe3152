import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type { JobName, JobRequest } from "../../src/domain/model/job-request.ts"
import type { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { downloadOrders } from "../../src/domain/pipelines/download-orders.ts"
import { processOrders } from "../../src/domain/pipelines/process-orders.ts"
import { validateOrders } from "../../src/domain/pipelines/validate-orders.ts"
import type { StoreFailure } from "../../src/domain/ports/failure.ts"
import type { ChannelError } from "../../src/domain/ports/sales-channels.ts"
import { startSync } from "../../src/domain/start-sync.ts"
import type { ConnectionOptions } from "../../src/store/database.ts"
import { type Slice, secondsOf } from "../slices.ts"
import { listedLayer, type queuedLayer, type ShopWindow } from "../world/bench-layer.ts"
import { startWorker } from "../world/bench-worker.ts"
import { Tally } from "../world/tally.ts"

export type QueuedServices = Layer.Success<ReturnType<typeof queuedLayer>>
type ListedServices = Layer.Success<ReturnType<typeof listedLayer>>
export type QueuedRuntime = ManagedRuntime.ManagedRuntime<QueuedServices, unknown>

export interface Candidate {
  readonly slice: Slice
  readonly close: () => Promise<void>
}

/** Orders of all slices have different numbers: each slice goes on where the one before ended. */
const openWindow = (shop: ShopWindow, count: number): void => {
  shop.from += shop.count
  shop.count = count
}

const begin = (channelId: ChannelId) =>
  Effect.flatMap(startSync("orders", { channelId }, "demand"), (runId) =>
    runId === null ? Effect.die(new Error("the last download did not end")) : Effect.succeed(runId)
  )

/** From the request for a download to the last order's purchase orders: three kinds of jobs, a hundred orders in each. */
export const queuedPipeline = async (
  runtime: QueuedRuntime,
  shop: ShopWindow,
  channelId: ChannelId,
  orders: number
): Promise<Candidate> => {
  const tally = new Tally()
  const close = await startWorker<QueuedServices>(
    (worker, signal) => runtime.runPromise(worker, { signal }),
    {
      "orders.download": (job) => Effect.tap(downloadOrders(job), () => Effect.sync(() => tally.add(1))),
      "orders.validate": validateOrders,
      "orders.process": (job) =>
        Effect.tap(processOrders(job), () => Effect.sync(() => tally.add(job.orderIds.length)))
    }
  )
  const slice = async () => {
    openWindow(shop, orders)
    const done = tally.until(orders + 1)
    const seconds = await secondsOf(async () => {
      await runtime.runPromise(begin(channelId))
      await done
    })
    return orders / seconds
  }
  return { slice, close }
}

const runNow = (request: JobRequest): Effect.Effect<void, ChannelError | StoreFailure, ListedServices> => {
  switch (request.job) {
    case "orders.download":
      return downloadOrders(request)
    case "orders.validate":
      return validateOrders(request)
    case "orders.process":
      return processOrders(request)
    default:
      return Effect.void
  }
}

const inOrder: ReadonlyArray<JobName> = ["orders.download", "orders.validate", "orders.process"]

/** The very same pipelines, called one kind after the other and four at a time, as nobody's jobs. */
export const directPipeline = async (
  connection: ConnectionOptions,
  shop: ShopWindow,
  channelId: ChannelId,
  orders: number
): Promise<Candidate> => {
  const list: Array<JobRequest> = []
  const runtime = ManagedRuntime.make(listedLayer(connection, shop, list))
  const runAll = Effect.forEach(
    inOrder,
    (name) => {
      const jobs = list.splice(0).filter((request) => request.job === name)
      return Effect.forEach(jobs, runNow, { discard: true, concurrency: 4 })
    },
    { discard: true }
  )
  const slice = async () => {
    openWindow(shop, orders)
    list.length = 0
    return orders / (await secondsOf(() => runtime.runPromise(Effect.andThen(begin(channelId), runAll))))
  }
  return { slice, close: () => runtime.dispose() }
}
