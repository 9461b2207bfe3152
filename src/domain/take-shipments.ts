import * as Effect from "effect/Effect"
import { pushJobs, type Step } from "./advance.ts"
import type { OrderId } from "./model/order.ts"
import { serviceOf } from "./model/sales-channel.ts"
import { type MatchedShipments, matchShipments } from "./model/shipment.ts"
import type { Supplier } from "./model/supplier.ts"
import type { IncomingFile } from "./model/supplier-answer.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { ChannelStore } from "./ports/channel-store.ts"
import { now } from "./ports/clock.ts"
import { OrderStore } from "./ports/order-store.ts"
import { PurchaseOrderStore } from "./ports/purchase-order-store.ts"
import { Quarantine, type QuarantinedInput } from "./ports/quarantine.ts"
import { type RecordedShipment, ShipmentStore } from "./ports/shipment-store.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"
import { proveSends } from "./prove-sends.ts"

const source = "shipments"

/** Parcels of channels whose Shipment Upload is on are pushed at once; the others are recorded and wait. */
const pushesOf = Effect.fn("pushesOf")(function* (recorded: ReadonlyArray<RecordedShipment>) {
  const channels = new Map((yield* (yield* ChannelStore).list()).map((c) => [c.id, c]))
  const uploads = recorded.filter((r) => {
    const channel = channels.get(r.channelId)
    return channel !== undefined && serviceOf(channel, "shipment_upload").enabled
  })
  return pushJobs(uploads)
})

const refusedInputs = (matched: MatchedShipments): ReadonlyArray<QuarantinedInput> =>
  matched.refused.map(({ row, reason }) => ({ source, place: row.place, reason, raw: row.raw, retry: row }))

const recordsOf = (matched: MatchedShipments, file: IncomingFile): ReadonlyArray<SyncRecord> => [
  ...matched.parcels.map((p) => ({
    reference: `${p.carrier} ${p.trackingNumber}`,
    result: "new" as const,
    detail: `${p.lines.length} line(s) from ${file.name}`
  })),
  ...matched.refused.map((r) => ({
    reference: r.row.place,
    result: "quarantined" as const,
    detail: r.reason
  }))
]

/**
 * What rows say left, whoever brought them: recorded, proved and pushed. What becomes of refused rows is the caller's.
 * Called inside `advance`.
 */
export const recordShipments = Effect.fn("recordShipments")(function* (
  supplier: Supplier,
  file: Pick<IncomingFile, "name" | "rows">
) {
  const purchaseOrders = yield* PurchaseOrderStore
  const orders = yield* OrderStore
  const shipments = yield* ShipmentStore
  const at = yield* now
  const numbers = [...new Set(file.rows.map((r) => r.purchaseOrderNumber))]
  const touched = new Set((yield* purchaseOrders.shippable(supplier.id, numbers)).map((l) => l.orderId))
  yield* orders.lock([...touched])
  // Read again under the lock: another worker may have taken the same file.
  const matched = matchShipments(file.rows, yield* purchaseOrders.shippable(supplier.id, numbers))
  const recorded = yield* shipments.record(supplier.id, matched.parcels, file.name, at)
  // Not by the number alone: a file can name any purchase order, also another supplier's.
  yield* proveSends([...new Set(matched.parcels.map((p) => p.purchaseOrderId))])
  const step = {
    value: undefined,
    orders: [...new Set(recorded.map((r): OrderId => r.orderId))],
    history: recorded.map((r) => ({
      orderId: r.orderId,
      event: "shipment recorded",
      subject: r.tracking,
      before: null,
      after: null,
      detail: { supplier: supplier.name, file: file.name }
    })),
    jobs: yield* pushesOf(recorded)
  } satisfies Step<void>
  return { matched, step }
})

/** Parcels of one file, with refused rows, counts and pushes. Called inside `advance`. */
export const takeShipments = Effect.fn("takeShipments")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  const runs = yield* SyncRunStore
  const { matched, step } = yield* recordShipments(supplier, file)
  const inputs = refusedInputs(matched)
  if (inputs.length > 0) yield* (yield* Quarantine).keep({ supplierId: supplier.id }, inputs, yield* now)
  yield* runs.record(runId, recordsOf(matched, file))
  if (matched.known.length > 0) yield* runs.addCounts(runId, { unchanged: matched.known.length })
  return step
})
