import { frameKeys } from "./frame/frame-keys.ts"
import type { KeyRow } from "./key-row.ts"
import { activityKeys } from "./screens/activity/activity-keys.ts"
import { alertsKeys } from "./screens/alerts/alerts-keys.ts"
import { authorizeKeys } from "./screens/authorize/authorize-keys.ts"
import { causesKeys } from "./screens/causes/causes-keys.ts"
import { channelKeys } from "./screens/channels/channel-keys.ts"
import { doubtKeys } from "./screens/doubt/doubt-keys.ts"
import { exceptionsKeys } from "./screens/exceptions/exceptions-keys.ts"
import { inventoryKeys } from "./screens/inventory/inventory-keys.ts"
import { jobsKeys } from "./screens/jobs/jobs-keys.ts"
import { mappingKeys, mappingsKeys } from "./screens/mappings/mappings-keys.ts"
import { orderKeys } from "./screens/order/order-keys.ts"
import { ordersKeys } from "./screens/orders/orders-keys.ts"
import { processKeys } from "./screens/process/process-keys.ts"
import { resolveKeys } from "./screens/resolve/resolve-keys.ts"
import { reviewsKeys } from "./screens/reviews/reviews-keys.ts"
import { sendsKeys } from "./screens/sends/sends-keys.ts"
import { settingsKeys } from "./screens/settings/settings-keys.ts"
import { suppliersKeys } from "./screens/suppliers/suppliers-keys.ts"
import { syncKeys } from "./screens/sync/sync-keys.ts"
import { triageKeys } from "./screens/triage/triage-keys.ts"

/** Every key of the console. Hints, help and docs/generated/keys.md are made of it. */
export const keymap: ReadonlyArray<KeyRow> = [
  ...frameKeys,
  ...triageKeys,
  ...ordersKeys,
  ...orderKeys,
  ...doubtKeys,
  ...authorizeKeys,
  ...resolveKeys,
  ...causesKeys,
  ...mappingsKeys,
  ...mappingKeys,
  ...reviewsKeys,
  ...exceptionsKeys,
  ...processKeys,
  ...sendsKeys,
  ...settingsKeys,
  ...syncKeys,
  ...inventoryKeys,
  ...jobsKeys,
  ...channelKeys,
  ...alertsKeys,
  ...activityKeys,
  ...suppliersKeys
]
