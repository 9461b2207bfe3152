import type { OpenScreenFor, ScreenName } from "./screen.ts"
import { openActivity } from "./screens/activity/screen.tsx"
import { openAlerts } from "./screens/alerts/screen.tsx"
import { openAuthorize } from "./screens/authorize/screen.tsx"
import { openCauses } from "./screens/causes/screen.tsx"
import { openAutoProcessing } from "./screens/channels/auto-screen.tsx"
import { openChannel } from "./screens/channels/channel-screen.tsx"
import { openChannels } from "./screens/channels/screen.tsx"
import { openChannelSettings } from "./screens/channels/settings-screen.tsx"
import { openDoubt } from "./screens/doubt/screen.tsx"
import { openExceptions } from "./screens/exceptions/screen.tsx"
import { openExplain } from "./screens/inventory/explain-screen.tsx"
import { openFeeds } from "./screens/inventory/feeds-screen.tsx"
import { openStockRules } from "./screens/inventory/rules-screen.tsx"
import { openInventory } from "./screens/inventory/screen.tsx"
import { openJob } from "./screens/jobs/job-screen.tsx"
import { openJobs } from "./screens/jobs/screen.tsx"
import { openWorkers } from "./screens/jobs/workers-screen.tsx"
import { openMapping } from "./screens/mappings/mapping-screen.tsx"
import { openMappings } from "./screens/mappings/screen.tsx"
import { openBytes } from "./screens/order/bytes-screen.ts"
import { openEvidence } from "./screens/order/evidence-screen.ts"
import { openPayload } from "./screens/order/payload-screen.ts"
import { openOrder } from "./screens/order/screen.tsx"
import { openTimeline } from "./screens/order/timeline-screen.ts"
import { openOrders } from "./screens/orders/screen.tsx"
import { openProcess } from "./screens/process/screen.tsx"
import { openResolve } from "./screens/resolve/screen.tsx"
import { openReviews } from "./screens/reviews/screen.tsx"
import { openSends } from "./screens/sends/screen.tsx"
import { openSettings } from "./screens/settings/screen.tsx"
import { openSuppliers } from "./screens/suppliers/screen.tsx"
import { openSupplier } from "./screens/suppliers/supplier-screen.tsx"
import { openSupplierSettings } from "./screens/suppliers/supplier-settings-screen.tsx"
import { openSyncRun } from "./screens/sync/run-screen.tsx"
import { openSync } from "./screens/sync/screen.tsx"
import { openTriage } from "./screens/triage/screen.tsx"

/** Which part draws a place. */
export const screenTable: { readonly [Name in ScreenName]: OpenScreenFor<Name> } = {
  triage: openTriage,
  orders: openOrders,
  order: openOrder,
  "order-timeline": openTimeline,
  "order-bytes": openBytes,
  "order-evidence": openEvidence,
  "order-payload": openPayload,
  doubt: openDoubt,
  authorize: openAuthorize,
  resolve: openResolve,
  process: openProcess,
  sends: openSends,
  settings: openSettings,
  inventory: openInventory,
  "inventory-explain": openExplain,
  feeds: openFeeds,
  "stock-rules": openStockRules,
  jobs: openJobs,
  job: openJob,
  workers: openWorkers,
  sync: openSync,
  "sync-run": openSyncRun,
  channels: openChannels,
  channel: openChannel,
  "channel-settings": openChannelSettings,
  suppliers: openSuppliers,
  supplier: openSupplier,
  "supplier-settings": openSupplierSettings,
  causes: openCauses,
  mappings: openMappings,
  mapping: openMapping,
  reviews: openReviews,
  exceptions: openExceptions,
  "auto-processing": openAutoProcessing,
  alerts: openAlerts,
  activity: openActivity
}
