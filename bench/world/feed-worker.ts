// The production reading of a supplier's feed, in a process of its own that is measured: how long it takes from the first look
// into the folder to the commit, and how much memory that needs.
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { readConfig } from "../../src/app/config.ts"
import { liveLayer } from "../../src/app/live.ts"
import type { SupplierId } from "../../src/domain/model/supplier.ts"
import { receiveAnswers } from "../../src/domain/pipelines/receive-answers.ts"
import { SyncRunStore } from "../../src/domain/ports/sync-run-store.ts"
import type { ConnectionOptions } from "../../src/store/database.ts"

export interface Read {
  readonly seconds: number
  readonly rssMb: number
}

const connection = JSON.parse(process.env.BENCH_CONNECTION ?? "") as ConnectionOptions
const runtime = ManagedRuntime.make(liveLayer(readConfig(process.env), { connection, supervise: false }))

const readFeed = Effect.fn("readFeed")(function* (supplierId: SupplierId) {
  const runId = yield* (yield* SyncRunStore).start("tracking", { supplierId }, "demand", new Date())
  if (runId === null) throw new Error("the run before has not ended")
  yield* receiveAnswers({ supplierId, runId })
})

process.on("message", async ({ supplierId }: { supplierId: SupplierId }) => {
  let most = process.memoryUsage.rss()
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 20)
  const from = performance.now()
  await runtime.runPromise(readFeed(supplierId))
  const seconds = (performance.now() - from) / 1000
  clearInterval(watch)
  process.send?.({ seconds, rssMb: most / 1024 / 1024 } satisfies Read)
})
process.once("disconnect", () => process.exit(0))
