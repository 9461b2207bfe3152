import type { Command } from "./command-row.ts"
import { activityRows } from "./rows/activity-rows.ts"
import { alertsRows } from "./rows/alerts-rows.ts"
import { aliasRows } from "./rows/alias-rows.ts"
import { allocationRows } from "./rows/allocation-rows.ts"
import { answerRows } from "./rows/answer-rows.ts"
import { appRows } from "./rows/app-rows.ts"
import { besideRows } from "./rows/beside-rows.ts"
import { careRows } from "./rows/care-rows.ts"
import { carrierRows } from "./rows/carriers.ts"
import { channelRows } from "./rows/channel-rows.ts"
import { feedRows } from "./rows/feed-rows.ts"
import { gateRows } from "./rows/gate-rows.ts"
import { inventoryRows } from "./rows/inventory-rows.ts"
import { jobRows } from "./rows/job-rows.ts"
import { mappingRows } from "./rows/mapping-rows.ts"
import { orderRows } from "./rows/order-rows.ts"
import { paymentRows } from "./rows/payment-rows.ts"
import { proofRows } from "./rows/proof-rows.ts"
import { requestTermRows } from "./rows/request-term-rows.ts"
import { restoreRows } from "./rows/restore-rows.ts"
import { reviewRows } from "./rows/review-rows.ts"
import { roleRows } from "./rows/role-rows.ts"
import { shipmentRows } from "./rows/shipment-rows.ts"
import { storyRows } from "./rows/story-rows.ts"
import { supplierRows } from "./rows/supplier-rows.ts"
import { syncRows } from "./rows/sync-rows.ts"
import { triageRows } from "./rows/triage-rows.ts"

/** Every command, one row each: parsing, help and the docs are made of it. */
export const commandTable: ReadonlyArray<Command> = [
  ...appRows,
  ...roleRows,
  ...syncRows,
  ...orderRows,
  ...besideRows,
  ...storyRows,
  ...mappingRows,
  ...answerRows,
  ...paymentRows,
  ...gateRows,
  ...proofRows,
  ...channelRows,
  ...allocationRows,
  ...supplierRows,
  ...requestTermRows,
  ...inventoryRows,
  ...aliasRows,
  ...feedRows,
  ...carrierRows,
  ...careRows,
  ...jobRows,
  ...shipmentRows,
  ...reviewRows,
  ...triageRows,
  ...alertsRows,
  ...activityRows,
  ...restoreRows
]
