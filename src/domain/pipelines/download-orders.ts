import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { advance } from "../advance.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import type { IncomingOrder } from "../model/order.ts"
import type { ChannelId, SalesChannel } from "../model/sales-channel.ts"
import type { SyncRecord, SyncRunId } from "../model/sync-run.ts"
import { noticeChannelChanges } from "../notice-channel-changes.ts"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { crashPoint } from "../ports/crash-point.ts"
import { CursorStore } from "../ports/cursor-store.ts"
import { ChannelFailure } from "../ports/failure.ts"
import { type ImportedOrder, OrderStore } from "../ports/order-store.ts"
import { Quarantine } from "../ports/quarantine.ts"
import { type OrderPage, SalesChannels } from "../ports/sales-channels.ts"
import { SyncRunStore } from "../ports/sync-run-store.ts"

/** Downloads overlap what was read before by this much: channels show changes late, and clocks differ. */
const overlapMs = 10 * 60_000
const pagesPerRun = 2_000
const source = "orders"

const sinceOf = (channel: SalesChannel, watermark: Date | null): Date => {
  const earliest = channel.earliestOrderAt.getTime()
  return new Date(watermark === null ? earliest : Math.max(earliest, watermark.getTime() - overlapMs))
}

/** A passing trouble of the network is tried again at once, a few times; a longer one waits for the next run. */
const passing = (failure: unknown): boolean =>
  failure instanceof ChannelFailure && (failure.reason === "Unreachable" || failure.reason === "NoAnswer")

const patiently = Schedule.exponential("500 millis")

const recordsOf = (
  page: OrderPage,
  imported: ReadonlyArray<ImportedOrder>,
  orders: ReadonlyArray<IncomingOrder>
): ReadonlyArray<SyncRecord> => {
  const numberOf = new Map(orders.map((o) => [o.channelOrderId, o.channelOrderNumber]))
  return [
    ...imported
      .filter((i) => i.change !== "unchanged")
      .map((i) => ({
        reference: numberOf.get(i.channelOrderId) ?? i.channelOrderId,
        result: i.change,
        detail: ""
      })),
    ...page.skipped.map((s) => ({
      reference: s.channelOrderNumber,
      result: "skipped" as const,
      detail: s.reason
    })),
    ...page.broken.map((b) => ({ reference: b.place, result: "quarantined" as const, detail: b.reason }))
  ]
}

/** Rows, quarantine, cursor and follow-up jobs of one page: all in one transaction. */
const takePage = Effect.fn("takePage")(function* (channel: SalesChannel, page: OrderPage, runId: SyncRunId) {
  const orders = yield* OrderStore
  const quarantine = yield* Quarantine
  const runs = yield* SyncRunStore
  const actor = yield* Actor
  const party = { channelId: channel.id }
  yield* advance(
    Effect.gen(function* () {
      const at = yield* now
      const imported = page.orders.length === 0 ? [] : yield* orders.importPage(channel.id, page.orders, at)
      const places = page.orders.map((o) => o.channelOrderId)
      if (page.broken.length > 0)
        yield* quarantine.keep(
          party,
          page.broken.map((b) => ({ source, ...b })),
          at
        )
      if (places.length > 0) yield* quarantine.settle(party, source, places, actor, at)
      if (page.newestAt !== null) yield* (yield* CursorStore).advanceTo(channel.id, page.newestAt, at)
      const unchanged = imported.filter((i) => i.change === "unchanged").length
      yield* runs.record(runId, recordsOf(page, imported, page.orders))
      if (unchanged > 0) yield* runs.addCounts(runId, { unchanged })
      const changed = imported.filter((i) => i.change !== "unchanged")
      const noticed = yield* noticeChannelChanges(page.orders, imported)
      yield* crashPoint("download.before-commit")
      return {
        value: undefined,
        orders: changed.map((i) => i.id),
        made: changed.flatMap((i) => (i.change === "new" ? i.id : [])),
        history: [
          ...changed.map((i) => ({
            orderId: i.id,
            event: i.change === "new" ? "imported" : "changed on the channel",
            subject: channel.name,
            before: null,
            after: null,
            detail: {}
          })),
          ...noticed
        ],
        jobs: inBatches(changed.map((i) => i.id)).map(
          (orderIds): JobRequest => ({ job: "orders.validate", orderIds })
        )
      }
    })
  )
})

const readAllPages = Effect.fn("readAllPages")(function* (channel: SalesChannel, runId: SyncRunId) {
  const channels = yield* SalesChannels
  const since = sinceOf(channel, yield* (yield* CursorStore).watermark(channel.id))
  let cursor: string | null = null
  for (let pages = 0; pages < pagesPerRun; pages++) {
    const page: OrderPage = yield* channels
      .downloadPage(channel, since, cursor)
      .pipe(Effect.retry({ while: passing, times: 3, schedule: patiently }))
    yield* takePage(channel, page, runId)
    if (page.next === null) return
    cursor = page.next
  }
  return yield* new ChannelFailure({
    reason: "Malformed",
    message: `The channel gave more than ${pagesPerRun} pages in one run; the rest is read by the next run.`
  })
})

/** One run of Order Download: everything since the watermark, with overlap, page by page. */
export const downloadOrders = Effect.fn("downloadOrders")(function* (job: {
  readonly channelId: ChannelId
  readonly runId: SyncRunId
}) {
  const runs = yield* SyncRunStore
  if (!(yield* runs.isRunning(job.runId))) return
  const channel = yield* (yield* ChannelStore).get(job.channelId)
  const outcome = yield* Effect.result(
    channel === null
      ? new ChannelFailure({ reason: "Misconfigured", message: "This channel does not exist any more." })
      : readAllPages(channel, job.runId)
  )
  // The store's own trouble is no result of the run: the job is tried again and goes on from the watermark.
  if (outcome._tag === "Failure" && outcome.failure._tag === "StoreFailure") return yield* outcome.failure
  yield* runs.finish(job.runId, outcome._tag === "Failure" ? outcome.failure.message : null, yield* now)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
})
