import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import {
  purchaseOrderCsv,
  purchaseOrderFileName
} from "../../src/connectors/transports/purchase-order-csv.ts"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import { JobQueue } from "../../src/domain/ports/job-queue.ts"
import { SalesChannels } from "../../src/domain/ports/sales-channels.ts"
import { SupplierTransports } from "../../src/domain/ports/supplier-transports.ts"
import { bossLayer } from "../../src/jobs/boss.ts"
import { jobQueueLayer } from "../../src/jobs/pg-boss-queue.ts"
import { acknowledgementStoreLayer } from "../../src/store/acknowledgement-store.ts"
import { answerHoldStoreLayer } from "../../src/store/answer-hold-store.ts"
import { catalogLayer } from "../../src/store/catalog.ts"
import { changeFeedLayer } from "../../src/store/change-feed.ts"
import { channelStoreLayer } from "../../src/store/channel-store.ts"
import { cursorStoreLayer } from "../../src/store/cursor-store.ts"
import { type ConnectionOptions, databaseLayer } from "../../src/store/database.ts"
import { dispatchLedgerLayer } from "../../src/store/dispatch-ledger.ts"
import { holdStoreLayer } from "../../src/store/hold-store.ts"
import { intakeStoreLayer } from "../../src/store/intake-store.ts"
import { mappingStoreLayer } from "../../src/store/mapping-store.ts"
import { orderHistoryLayer } from "../../src/store/order-history.ts"
import { orderStoreLayer } from "../../src/store/order-store.ts"
import { purchaseOrderStoreLayer } from "../../src/store/purchase-order-store.ts"
import { quarantineLayer } from "../../src/store/quarantine.ts"
import { scheduleStoreLayer } from "../../src/store/schedule-store.ts"
import { supplierRequestStoreLayer } from "../../src/store/supplier-request-store.ts"
import { supplierStoreLayer } from "../../src/store/supplier-store.ts"
import { syncRunStoreLayer } from "../../src/store/sync-run-store.ts"
import { benchOrders } from "./bench-orders.ts"

/** What a download, the rules and the writing of purchase orders need: as in production. */
const stores = Layer.mergeAll(
  acknowledgementStoreLayer,
  answerHoldStoreLayer,
  supplierRequestStoreLayer,
  catalogLayer,
  changeFeedLayer,
  channelStoreLayer,
  cursorStoreLayer,
  intakeStoreLayer,
  dispatchLedgerLayer,
  holdStoreLayer,
  mappingStoreLayer,
  orderHistoryLayer,
  orderStoreLayer,
  purchaseOrderStoreLayer,
  quarantineLayer,
  scheduleStoreLayer,
  supplierStoreLayer,
  syncRunStoreLayer
)

/** Orders that the shop shows from now on. */
export interface ShopWindow {
  from: number
  count: number
}

const pageSize = 500

const nobodyAsks = (name: string) => () => Effect.die(new Error(`the bench does not ask for ${name}`))

/** A shop without a network: its orders are made before the clock runs and handed over page by page. */
const shopLayer = (window: ShopWindow) =>
  Layer.succeed(
    SalesChannels,
    SalesChannels.of({
      kinds: [],
      downloadPage: (_channel, _since, cursor) =>
        Effect.sync(() => {
          const start = cursor === null ? 0 : Number(cursor)
          const orders = benchOrders(window.from + start, Math.min(pageSize, window.count - start))
          const next = start + pageSize < window.count ? String(start + pageSize) : null
          return { orders, broken: [], skipped: [], next, newestAt: orders.at(-1)?.updatedAt ?? null }
        }),
      pushFulfillment: nobodyAsks("pushes"),
      uploadInventory: nobodyAsks("uploads"),
      readInventory: nobodyAsks("stock"),
      readListings: nobodyAsks("listings"),
      test: nobodyAsks("tests"),
      readOrders: nobodyAsks("orders by name"),
      placeTestOrder: nobodyAsks("test orders")
    })
  )

/** Renders the real file and sends nothing. */
const renderingTransports = Layer.succeed(
  SupplierTransports,
  SupplierTransports.of({
    kinds: [],
    render: (_supplier, order) => ({
      content: purchaseOrderCsv(order),
      identifiers: { fileName: purchaseOrderFileName(order) }
    }),
    send: nobodyAsks("sends"),
    lookUp: nobodyAsks("look-ups"),
    prepare: () => Effect.void,
    renderMessage: () => null,
    receive: nobodyAsks("answers"),
    openFeeds: nobodyAsks("feeds"),
    archive: nobodyAsks("archives"),
    test: nobodyAsks("tests")
  })
)

const outside = (window: ShopWindow) => Layer.mergeAll(shopLayer(window), renderingTransports)

/** The house with its queue. */
export const queuedLayer = (connection: ConnectionOptions, window: ShopWindow) =>
  Layer.mergeAll(stores, outside(window)).pipe(
    Layer.provideMerge(jobQueueLayer),
    Layer.provideMerge(Layer.mergeAll(databaseLayer(connection), bossLayer({ connection, supervise: false })))
  )

/** The same house where whatever would be enqueued is put into this list. */
export const listedLayer = (connection: ConnectionOptions, window: ShopWindow, list: Array<JobRequest>) => {
  const enqueue = (jobs: ReadonlyArray<JobRequest>) => Effect.sync(() => void list.push(...jobs))
  return Layer.mergeAll(stores, outside(window)).pipe(
    Layer.provideMerge(Layer.succeed(JobQueue, JobQueue.of({ enqueue }))),
    Layer.provideMerge(databaseLayer(connection))
  )
}
