import * as Effect from "effect/Effect"
import { advance, pushJobs } from "../advance.ts"
import { serviceOf } from "../model/sales-channel.ts"
import { type MatchedShipments, matchShipments } from "../model/shipment.ts"
import type { Supplier, SupplierId } from "../model/supplier.ts"
import type { SyncRecord, SyncRunId } from "../model/sync-run.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { crashPoint } from "../ports/crash-point.ts"
import { TransportFailure } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { Quarantine, type QuarantinedInput } from "../ports/quarantine.ts"
import { type RecordedShipment, ShipmentStore } from "../ports/shipment-store.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { type ShipmentFile, SupplierTransports } from "../ports/supplier-transports.ts"
import { SyncRunStore } from "../ports/sync-run-store.ts"
import { proveSends } from "../prove-sends.ts"

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
  matched.refused.map(({ row, reason }) => ({ source, place: row.place, reason, raw: row.raw }))

const recordsOf = (matched: MatchedShipments, file: ShipmentFile): ReadonlyArray<SyncRecord> => [
  ...matched.parcels.map((p) => ({
    reference: `${p.carrier} ${p.trackingNumber}`,
    result: "new" as const,
    detail: `${p.lines.length} line(s) from ${file.name}`
  })),
  ...matched.refused.map((r) => ({
    reference: r.row.place,
    result: "quarantined" as const,
    detail: r.reason
  })),
  ...file.broken.map((b) => ({ reference: b.place, result: "quarantined" as const, detail: b.reason }))
]

/** One file in one transaction: parcels, refused rows, counts, pushes. */
const takeFile = Effect.fn("takeFile")(function* (supplier: Supplier, file: ShipmentFile, runId: SyncRunId) {
  const purchaseOrders = yield* PurchaseOrderStore
  const orders = yield* OrderStore
  const shipments = yield* ShipmentStore
  const runs = yield* SyncRunStore
  const numbers = [...new Set(file.rows.map((r) => r.purchaseOrderNumber))]
  yield* advance(
    Effect.gen(function* () {
      const at = yield* now
      const touched = new Set((yield* purchaseOrders.shippable(supplier.id, numbers)).map((l) => l.orderId))
      yield* orders.lock([...touched])
      // Read again under the lock: another worker may have taken the same file.
      const matched = matchShipments(file.rows, yield* purchaseOrders.shippable(supplier.id, numbers))
      const recorded = yield* shipments.record(supplier.id, matched.parcels, file.name, at)
      const inputs = [...refusedInputs(matched), ...file.broken]
      if (inputs.length > 0) yield* (yield* Quarantine).keep({ supplierId: supplier.id }, inputs, at)
      yield* runs.record(runId, recordsOf(matched, file))
      if (matched.known.length > 0) yield* runs.addCounts(runId, { unchanged: matched.known.length })
      // Not by the number alone: a file can name any purchase order, also another supplier's.
      yield* proveSends([...new Set(matched.parcels.map((p) => p.purchaseOrderId))])
      return {
        value: undefined,
        orders: [...new Set(recorded.map((r) => r.orderId))],
        history: recorded.map((r) => ({
          orderId: r.orderId,
          event: "shipment recorded",
          subject: r.tracking,
          before: null,
          after: null,
          detail: { supplier: supplier.name, file: file.name }
        })),
        jobs: yield* pushesOf(recorded)
      }
    })
  )
})

const receiveAll = Effect.fn("receiveAll")(function* (supplier: Supplier, runId: SyncRunId) {
  const transports = yield* SupplierTransports
  for (const file of yield* transports.receiveShipments(supplier)) {
    yield* takeFile(supplier, file, runId)
    yield* crashPoint("receive.committed")
    yield* transports.archive(supplier, file.name)
  }
})

/** One run of tracking import from a supplier: shipments per SKU and quantity, each file once. */
export const receiveShipments = Effect.fn("receiveShipments")(function* (job: {
  readonly supplierId: SupplierId
  readonly runId: SyncRunId
}) {
  const runs = yield* SyncRunStore
  if (!(yield* runs.isRunning(job.runId))) return
  const supplier = yield* (yield* SupplierStore).get(job.supplierId)
  const outcome = yield* Effect.result(
    supplier === null
      ? new TransportFailure({ reason: "Misconfigured", message: "This supplier does not exist any more." })
      : receiveAll(supplier, job.runId)
  )
  if (outcome._tag === "Failure" && outcome.failure._tag === "StoreFailure") return yield* outcome.failure
  yield* runs.finish(job.runId, outcome._tag === "Failure" ? outcome.failure.message : null, yield* now)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
})
