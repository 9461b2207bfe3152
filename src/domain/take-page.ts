import * as Effect from "effect/Effect"
import { advance } from "./advance.ts"
import { type DownloadService, watermarkOf } from "./model/download-place.ts"
import { inBatches, type JobRequest } from "./model/job-request.ts"
import type { IncomingOrder } from "./model/order.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { Actor } from "./ports/actor.ts"
import { ChangeFeed } from "./ports/change-feed.ts"
import { now } from "./ports/clock.ts"
import { crashPoint } from "./ports/crash-point.ts"
import { CursorStore, type PlaceMove } from "./ports/cursor-store.ts"
import type { ImportedOrder } from "./ports/order-store.ts"
import { Quarantine } from "./ports/quarantine.ts"
import type { OrderPage } from "./ports/sales-channels.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"
import { UnitOfWork } from "./ports/unit-of-work.ts"
import { type ComparedOrders, prepareOrders, takeOrders } from "./take-orders.ts"

const source = "orders"

/** What is said of an order that the downloads should have brought. */
export const missedNew = "missed by the download, found by the look-back"
export const missedChange = "its change was missed by the download, found by the look-back"

export interface ReadPage {
  readonly channel: SalesChannel
  readonly runId: SyncRunId
  readonly service: DownloadService
  readonly page: OrderPage
  readonly since: Date
  /** When the first page of the reading was asked for. */
  readonly begunAt: Date
  readonly move: Pick<PlaceMove, "from" | "to">
  /** A look-back: what is older than this the downloads will not ask for any more. null: this is a download. */
  readonly missedBefore: Date | null
}

const newestOf = (orders: ReadonlyArray<IncomingOrder>): Date | null =>
  orders.length === 0 ? null : new Date(Math.max(...orders.map((o) => o.updatedAt.getTime())))

const isMissed = ({ missedBefore }: ReadPage, order: IncomingOrder | undefined): boolean =>
  missedBefore !== null && order !== undefined && order.updatedAt < missedBefore

const importedRecords = (
  read: ReadPage,
  changed: ReadonlyArray<ImportedOrder>
): ReadonlyArray<SyncRecord> => {
  const orderOf = new Map(read.page.orders.map((o) => [o.channelOrderId, o]))
  return changed.map(({ channelOrderId, change }) => {
    const order = orderOf.get(channelOrderId)
    const missed = change === "new" ? missedNew : missedChange
    return {
      reference: order?.channelOrderNumber ?? channelOrderId,
      result: change,
      detail: isMissed(read, order) ? missed : ""
    }
  })
}

const recordsOf = (
  read: ReadPage,
  refused: ComparedOrders["refused"],
  changed: ReadonlyArray<ImportedOrder>
): ReadonlyArray<SyncRecord> => [
  ...importedRecords(read, changed),
  // A look-back comes by the same orders night after night: what the download said of them is not said again.
  ...(read.missedBefore === null ? [...read.page.skipped, ...refused] : []).map((s) => ({
    reference: s.channelOrderNumber,
    result: "skipped" as const,
    detail: s.reason
  })),
  ...read.page.broken.map((b) => ({ reference: b.place, result: "quarantined" as const, detail: b.reason }))
]

const keepBroken = Effect.fn("keepBroken")(function* ({ channel, page }: ReadPage, at: Date) {
  const quarantine = yield* Quarantine
  const party = { channelId: channel.id }
  const places = page.orders.map((o) => o.channelOrderId)
  if (page.broken.length > 0)
    yield* quarantine.keep(
      party,
      page.broken.map((b) => ({ source, ...b })),
      at
    )
  if (places.length > 0) yield* quarantine.settle(party, source, places, yield* Actor, at)
})

const keepRecords = Effect.fn("keepRecords")(function* (
  read: ReadPage,
  refused: ComparedOrders["refused"],
  changed: ReadonlyArray<ImportedOrder>,
  unchanged: number
) {
  const runs = yield* SyncRunStore
  yield* runs.record(read.runId, recordsOf(read, refused, changed))
  if (unchanged > 0) yield* runs.addCounts(read.runId, { unchanged })
})

const takeInto = Effect.fn("takeInto")(function* (read: ReadPage, compared: ComparedOrders) {
  const { channel, page, service, move } = read
  const at = yield* now
  const turned = {
    since: read.since,
    reachedAt: page.newestAt ?? newestOf(page.orders),
    remaining: page.remaining ?? null
  }
  if (!(yield* (yield* SyncRunStore).turnPage(read.runId, turned))) return { value: false, orders: [] }
  const watermark = service === "orders" ? watermarkOf(page.newestAt, read.begunAt) : null
  if (!(yield* (yield* CursorStore).move(channel.id, service, { ...move, watermark }, at)))
    return { value: false, orders: [] }
  const { imported, changed, history } = yield* takeOrders(channel, compared)
  yield* keepBroken(read, at)
  yield* keepRecords(read, compared.refused, changed, imported.length - changed.length)
  yield* crashPoint("download.before-commit")
  return {
    value: true,
    orders: changed.map((i) => i.id),
    made: changed.flatMap((i) => (i.change === "new" ? i.id : [])),
    history,
    jobs: inBatches(changed.map((i) => i.id)).map(
      (orderIds): JobRequest => ({ job: "orders.validate", orderIds })
    )
  }
})

/**
 * Rows, quarantine, place, watermark and follow-up jobs of one page: all in one transaction. False: another worker took this
 * page while we read it, or a person canceled the run, and nothing of it was written by us.
 */
export const takePage = Effect.fn("takePage")(function* (read: ReadPage) {
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const compared = yield* prepareOrders(read.channel, read.page.orders)
      const took = yield* advance(takeInto(read, compared))
      yield* (yield* ChangeFeed).publish({ about: "sync" })
      return took
    })
  )
})
