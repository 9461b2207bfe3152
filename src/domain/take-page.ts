import * as Data from "effect/Data"
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

export interface ReadPages {
  readonly channel: SalesChannel
  readonly runId: SyncRunId
  readonly service: DownloadService
  /** In the order in which they were read. */
  readonly pages: ReadonlyArray<OrderPage>
  readonly since: Date
  /** When the first page of the reading was asked for. */
  readonly begunAt: Date
  readonly move: Pick<PlaceMove, "from" | "to">
  /** A look-back: what is older than this the downloads will not ask for any more. null: this is a download. */
  readonly missedBefore: Date | null
}

/** What these pages say, as one. */
interface ReadPage extends ReadPages {
  readonly page: Omit<OrderPage, "next">
}

/** Another worker took these pages, or the run was canceled: nothing of them is written. */
class NotOurs extends Data.TaggedError("NotOurs") {}

const latest = (dates: ReadonlyArray<Date>): Date | null =>
  dates.length === 0 ? null : new Date(Math.max(...dates.map((at) => at.getTime())))

const asOne = (pages: ReadonlyArray<OrderPage>): ReadPage["page"] => {
  const remaining = pages.at(-1)?.remaining
  return {
    orders: pages.flatMap((page) => page.orders),
    broken: pages.flatMap((page) => page.broken),
    skipped: pages.flatMap((page) => page.skipped),
    newestAt: latest(pages.flatMap((page) => page.newestAt ?? [])),
    ...(remaining === undefined ? {} : { remaining })
  }
}

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
  const { channel, page, pages, service, move } = read
  const at = yield* now
  const watermark = service === "orders" ? watermarkOf(page.newestAt, read.begunAt) : null
  if (!(yield* (yield* CursorStore).move(channel.id, service, { ...move, watermark }, at)))
    return yield* new NotOurs()
  const turned = {
    pages: pages.length,
    since: read.since,
    reachedAt: page.newestAt ?? latest(page.orders.map((order) => order.updatedAt)),
    remaining: page.remaining ?? null
  }
  if (!(yield* (yield* SyncRunStore).turnPages(read.runId, turned))) return yield* new NotOurs()
  const { imported, changed, history } = yield* takeOrders(channel, compared)
  yield* keepBroken(read, at)
  yield* keepRecords(read, compared.refused, changed, imported.length - changed.length)
  yield* crashPoint("download.before-commit")
  return {
    value: undefined,
    orders: changed.map((i) => i.id),
    made: changed.flatMap((i) => (i.change === "new" ? i.id : [])),
    history,
    jobs: inBatches(changed.map((i) => i.id)).map(
      (orderIds): JobRequest => ({ job: "orders.validate", orderIds })
    )
  }
})

/**
 * Rows, quarantine, place, watermark and follow-up jobs of pages that follow each other: all in one transaction. False:
 * another worker took them while we read, or a person canceled the run, and nothing of it was written by us.
 */
export const takePages = Effect.fn("takePages")(function* (pages: ReadPages) {
  const read = { ...pages, page: asOne(pages.pages) }
  const taken = Effect.gen(function* () {
    const compared = yield* prepareOrders(read.channel, read.page.orders)
    yield* advance(takeInto(read, compared))
    yield* (yield* ChangeFeed).publish({ about: "sync" })
    return true
  })
  return yield* (yield* UnitOfWork).run(taken).pipe(Effect.catchTag("NotOurs", () => Effect.succeed(false)))
})
