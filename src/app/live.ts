import { join } from "node:path"
import * as Layer from "effect/Layer"
import { alertRoutesLayer } from "../connectors/alert-routes.ts"
import { carriersLayer } from "../connectors/carriers/carrier-table.ts"
import { salesChannelsLayer } from "../connectors/channels/channel-table.ts"
import { heartbeatLayer } from "../connectors/heartbeat.ts"
import { supportFilesLayer } from "../connectors/support-files.ts"
import { supplierTransportsLayer } from "../connectors/transports/transport-table.ts"
import { bossLayer } from "../jobs/boss.ts"
import { jobBoardLayer } from "../jobs/job-board.ts"
import { jobControlLayer } from "../jobs/job-control.ts"
import { jobQueueLayer } from "../jobs/pg-boss-queue.ts"
import { acknowledgementStoreLayer } from "../store/acknowledgement-store.ts"
import { activityLogLayer } from "../store/activity-log.ts"
import { alertRouteStoreLayer } from "../store/alert-route-store.ts"
import { alertStoreLayer } from "../store/alert-store.ts"
import { aliasStoreLayer } from "../store/alias-store.ts"
import { answerHoldStoreLayer } from "../store/answer-hold-store.ts"
import { authorizationStoreLayer } from "../store/authorization-store.ts"
import { breakersLayer } from "../store/breakers.ts"
import { carrierAccountStoreLayer } from "../store/carrier-account-store.ts"
import { catalogLayer } from "../store/catalog.ts"
import { changeFeedLayer } from "../store/change-feed.ts"
import { channelDraftsLayer } from "../store/channel-drafts.ts"
import { channelStoreLayer } from "../store/channel-store.ts"
import { cursorStoreLayer } from "../store/cursor-store.ts"
import { type ConnectionOptions, databaseLayer } from "../store/database.ts"
import { dispatchLedgerLayer } from "../store/dispatch-ledger.ts"
import { ediInterchangesLayer } from "../store/edi-interchanges.ts"
import { feedStoreLayer } from "../store/feed-store.ts"
import { holdStoreLayer } from "../store/hold-store.ts"
import { intakeStoreLayer } from "../store/intake-store.ts"
import { inventoryStoreLayer } from "../store/inventory-store.ts"
import { mappingBoardLayer } from "../store/mapping-board.ts"
import { mappingStoreLayer } from "../store/mapping-store.ts"
import { orderBoardLayer } from "../store/order-board.ts"
import { orderHistoryLayer } from "../store/order-history.ts"
import { orderNotesLayer } from "../store/order-notes.ts"
import { orderPresenceLayer } from "../store/order-presence.ts"
import { orderStoreLayer } from "../store/order-store.ts"
import { orderTimelineLayer } from "../store/order-timeline.ts"
import { payloadKeepingLayer } from "../store/payload-keeping.ts"
import { purchaseOrderStoreLayer } from "../store/purchase-order-store.ts"
import { quarantineLayer } from "../store/quarantine.ts"
import { requestBudgetsLayer } from "../store/request-budgets.ts"
import { reviewStoreLayer } from "../store/review-store.ts"
import { scheduleStoreLayer } from "../store/schedule-store.ts"
import { sendGatesLayer } from "../store/send-gates.ts"
import { settingsStoreLayer } from "../store/settings-store.ts"
import { shipmentCorrectionsLayer } from "../store/shipment-corrections.ts"
import { shipmentStoreLayer } from "../store/shipment-store.ts"
import { stockPushesLayer } from "../store/stock-pushes.ts"
import { stockRisksLayer } from "../store/stock-risks.ts"
import { supplierDocumentsLayer } from "../store/supplier-documents.ts"
import { supplierReceiptsLayer } from "../store/supplier-receipts.ts"
import { supplierRequestStoreLayer } from "../store/supplier-request-store.ts"
import { supplierStoreLayer } from "../store/supplier-store.ts"
import { syncBoardLayer } from "../store/sync-board.ts"
import { syncRunStoreLayer } from "../store/sync-run-store.ts"
import { trackingStoreLayer } from "../store/tracking-store.ts"
import { triageBoardLayer } from "../store/triage-board.ts"
import { vaultLayer } from "../store/vault.ts"
import { workerRegistryLayer } from "../store/worker-registry.ts"
import type { AppConfig } from "./config.ts"
import { crashKiller } from "./crash-killer.ts"
import { mappingFilesLayer } from "./mapping-files.ts"
import { version } from "./program.ts"
import { alertMail } from "./sandbox-mail.ts"

const stores = Layer.mergeAll(
  acknowledgementStoreLayer,
  activityLogLayer,
  aliasStoreLayer,
  alertRouteStoreLayer,
  alertStoreLayer,
  answerHoldStoreLayer,
  carrierAccountStoreLayer,
  breakersLayer,
  catalogLayer,
  changeFeedLayer,
  channelDraftsLayer,
  channelStoreLayer,
  cursorStoreLayer,
  dispatchLedgerLayer,
  ediInterchangesLayer,
  feedStoreLayer,
  holdStoreLayer,
  intakeStoreLayer,
  inventoryStoreLayer,
  mappingBoardLayer,
  mappingStoreLayer,
  orderBoardLayer,
  orderHistoryLayer,
  orderNotesLayer,
  orderPresenceLayer,
  orderStoreLayer,
  orderTimelineLayer,
  payloadKeepingLayer,
  purchaseOrderStoreLayer,
  quarantineLayer,
  requestBudgetsLayer,
  reviewStoreLayer,
  scheduleStoreLayer,
  sendGatesLayer,
  settingsStoreLayer,
  shipmentCorrectionsLayer,
  shipmentStoreLayer,
  stockPushesLayer,
  stockRisksLayer,
  supplierDocumentsLayer,
  supplierReceiptsLayer,
  authorizationStoreLayer,
  supplierRequestStoreLayer,
  supplierStoreLayer,
  syncBoardLayer,
  syncRunStoreLayer,
  trackingStoreLayer,
  triageBoardLayer,
  workerRegistryLayer
)

const connectors = (config: AppConfig) =>
  Layer.mergeAll(
    carriersLayer(),
    salesChannelsLayer(),
    supplierTransportsLayer(),
    alertMail(config),
    alertRoutesLayer(),
    heartbeatLayer(),
    mappingFilesLayer(),
    supportFilesLayer(join(config.home, "support"), version())
  )

export interface LiveOptions {
  readonly connection: ConnectionOptions
  /** Only a worker looks after the queue's expiry and clean-up. */
  readonly supervise: boolean
}

/** Every port with its real implementation, in the order of what needs what. */
export const liveLayer = (config: AppConfig, options: LiveOptions) =>
  connectors(config).pipe(
    Layer.provideMerge(
      vaultLayer({ credentialsFolder: process.env.CREDENTIALS_DIRECTORY, configFolder: config.keyFolder })
    ),
    Layer.provideMerge(stores),
    Layer.provideMerge(Layer.mergeAll(jobQueueLayer, jobBoardLayer, jobControlLayer)),
    Layer.provideMerge(
      Layer.mergeAll(databaseLayer(options.connection), bossLayer(options), crashKiller(config.crash))
    )
  )

type ServicesOf<L> = L extends Layer.Layer<infer A, infer _E, infer _R> ? A : never

/** All that the wired house offers. */
export type Live = ServicesOf<ReturnType<typeof liveLayer>>
