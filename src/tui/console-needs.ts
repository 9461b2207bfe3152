import type { AcknowledgementStore } from "../domain/ports/acknowledgement-store.ts"
import type { ActivityLog } from "../domain/ports/activity-log.ts"
import type { AlertMailer } from "../domain/ports/alert-mailer.ts"
import type { AlertRouteStore, AlertRoutes } from "../domain/ports/alert-route.ts"
import type { AlertStore } from "../domain/ports/alert-store.ts"
import type { AliasStore } from "../domain/ports/alias-store.ts"
import type { AnswerHoldStore } from "../domain/ports/answer-hold-store.ts"
import type { AuthorizationStore } from "../domain/ports/authorization-store.ts"
import type { Breakers } from "../domain/ports/breakers.ts"
import type { CarrierAccountStore } from "../domain/ports/carrier-account-store.ts"
import type { Catalog } from "../domain/ports/catalog.ts"
import type { ChangeFeed } from "../domain/ports/change-feed.ts"
import type { ChannelDrafts } from "../domain/ports/channel-drafts.ts"
import type { ChannelStore } from "../domain/ports/channel-store.ts"
import type { DispatchLedger } from "../domain/ports/dispatch-ledger.ts"
import type { FeedStore } from "../domain/ports/feed-store.ts"
import type { HoldStore } from "../domain/ports/hold-store.ts"
import type { InventoryStore } from "../domain/ports/inventory-store.ts"
import type { JobBoard } from "../domain/ports/job-board.ts"
import type { JobControl } from "../domain/ports/job-control.ts"
import type { JobQueue } from "../domain/ports/job-queue.ts"
import type { MappingBoard } from "../domain/ports/mapping-board.ts"
import type { MappingFiles } from "../domain/ports/mapping-files.ts"
import type { MappingStore } from "../domain/ports/mapping-store.ts"
import type { OrderBoard } from "../domain/ports/order-board.ts"
import type { OrderHistory } from "../domain/ports/order-history.ts"
import type { OrderNotes } from "../domain/ports/order-notes.ts"
import type { OrderPresence } from "../domain/ports/order-presence.ts"
import type { OrderStore } from "../domain/ports/order-store.ts"
import type { OrderTimeline } from "../domain/ports/order-timeline.ts"
import type { PurchaseOrderStore } from "../domain/ports/purchase-order-store.ts"
import type { Quarantine } from "../domain/ports/quarantine.ts"
import type { ReviewStore } from "../domain/ports/review-store.ts"
import type { SalesChannels } from "../domain/ports/sales-channels.ts"
import type { ScheduleStore } from "../domain/ports/schedule-store.ts"
import type { SendGates } from "../domain/ports/send-gates.ts"
import type { SettingsStore } from "../domain/ports/settings-store.ts"
import type { ShipmentCorrections } from "../domain/ports/shipment-corrections.ts"
import type { ShipmentStore } from "../domain/ports/shipment-store.ts"
import type { SupplierReceipts } from "../domain/ports/supplier-receipts.ts"
import type { SupplierRequestStore } from "../domain/ports/supplier-request-store.ts"
import type { SupplierStore } from "../domain/ports/supplier-store.ts"
import type { SupplierTransports } from "../domain/ports/supplier-transports.ts"
import type { SupportFiles } from "../domain/ports/support-files.ts"
import type { SyncBoard } from "../domain/ports/sync-board.ts"
import type { SyncRunStore } from "../domain/ports/sync-run-store.ts"
import type { TrackingStore } from "../domain/ports/tracking-store.ts"
import type { TriageBoard } from "../domain/ports/triage-board.ts"
import type { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import type { Vault } from "../domain/ports/vault.ts"
import type { WorkerRegistry } from "../domain/ports/worker-registry.ts"

/** Every port that a screen reads or that an operation behind a key asks for; the application provides them. */
export type ConsoleNeeds =
  | AcknowledgementStore
  | ActivityLog
  | AlertMailer
  | AlertRouteStore
  | AlertRoutes
  | AlertStore
  | AliasStore
  | AnswerHoldStore
  | Breakers
  | Catalog
  | ChangeFeed
  | ChannelDrafts
  | CarrierAccountStore
  | ChannelStore
  | DispatchLedger
  | FeedStore
  | HoldStore
  | InventoryStore
  | JobBoard
  | JobControl
  | JobQueue
  | MappingBoard
  | MappingFiles
  | MappingStore
  | OrderBoard
  | OrderHistory
  | OrderNotes
  | OrderPresence
  | OrderStore
  | OrderTimeline
  | PurchaseOrderStore
  | SalesChannels
  | Quarantine
  | ReviewStore
  | ScheduleStore
  | SendGates
  | SettingsStore
  | ShipmentCorrections
  | ShipmentStore
  | AuthorizationStore
  | SupplierReceipts
  | SupplierRequestStore
  | SupplierStore
  | SupplierTransports
  | SupportFiles
  | SyncBoard
  | SyncRunStore
  | TrackingStore
  | TriageBoard
  | UnitOfWork
  | Vault
  | WorkerRegistry
