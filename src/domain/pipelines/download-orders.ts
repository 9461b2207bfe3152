import * as Effect from "effect/Effect"
import type { DownloadService } from "../model/download-place.ts"
import type { JobRequest } from "../model/job-request.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { SyncRunId } from "../model/sync-run.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { CursorStore } from "../ports/cursor-store.ts"
import { ChannelFailure } from "../ports/failure.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { Patience } from "../ports/request-budgets.ts"
import type { ChannelError } from "../ports/sales-channels.ts"
import { type RunningSync, SyncRunStore } from "../ports/sync-run-store.ts"
import { readOrders } from "../read-orders.ts"
import { restRun } from "../rest-run.ts"
import { isRefusal } from "../turn-pages.ts"

interface Job {
  readonly channelId: ChannelId
  readonly runId: SyncRunId
}

const finish = Effect.fn("finish")(function* (runId: SyncRunId, error: string | null) {
  yield* (yield* SyncRunStore).finish(runId, error, yield* now)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
})

/** When its last page was taken, else when it began. */
const movedAt = Effect.fn("movedAt")(function* (job: Job, service: DownloadService, run: RunningSync) {
  const page = (yield* (yield* CursorStore).place(job.channelId, service))?.at
  return page === undefined || page < run.startedAt ? run.startedAt : page
})

/** Asked to wait, the run stays what it is and says why; its job comes again. Whatever else went wrong ends it. */
const settle = Effect.fn("settle")(function* (
  job: Job,
  service: DownloadService,
  run: RunningSync,
  failure: ChannelError
) {
  if (yield* restRun(run, failure, yield* movedAt(job, service, run))) return yield* failure
  if (isRefusal(failure)) yield* (yield* CursorStore).forgetPlace(job.channelId, service)
  yield* finish(run.id, failure.message)
})

const read = Effect.fn("read")(function* (job: Job, service: DownloadService, run: RunningSync) {
  const channel = yield* (yield* ChannelStore).get(job.channelId)
  if (channel === null)
    return yield* new ChannelFailure({
      reason: "Misconfigured",
      message: "This channel does not exist any more."
    })
  // A person waits for what was asked for on demand; a schedule leaves the others their places.
  const patience = run.trigger === "demand" ? "prompt" : "patient"
  return yield* readOrders(channel, run.id, service).pipe(Effect.provideService(Patience, patience))
})

const carryOut = (service: DownloadService, again: (job: Job) => JobRequest) =>
  Effect.fn(service)(function* (job: Job) {
    const run = yield* (yield* SyncRunStore).takeUp(job.runId)
    if (run === null) return
    const outcome = yield* Effect.result(read(job, service, run))
    if (outcome._tag === "Failure") {
      // The store's own trouble is no result of the run: the job is tried again and goes on from its place.
      if (outcome.failure._tag === "StoreFailure") return yield* outcome.failure
      return yield* settle(job, service, run, outcome.failure)
    }
    if (outcome.success === "more") yield* (yield* JobQueue).enqueue([again(job)])
    // Overtaken: whoever is further ends the run.
    if (outcome.success === "all") yield* finish(run.id, null)
  })

/** One run of Order Download: everything since the watermark, with overlap, page by page. */
export const downloadOrders = carryOut("orders", ({ channelId, runId }) => ({
  job: "orders.download",
  channelId,
  runId
}))

/** Reads the last days once more, and imports what no download brought. What is known writes no row. */
export const lookBack = carryOut("look_back", ({ channelId, runId }) => ({
  job: "orders.look-back",
  channelId,
  runId
}))
