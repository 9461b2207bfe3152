import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { pushJobs, type Step } from "./advance.ts"
import type { HistoryEntry } from "./model/history.ts"
import type { OrderId } from "./model/order.ts"
import { serviceOf } from "./model/sales-channel.ts"
import {
  type IncomingShipmentRow,
  type MatchedShipments,
  matchShipments,
  type RefusedRow
} from "./model/shipment.ts"
import { correctionGroups } from "./model/shipment-correction.ts"
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
import { type RowsCorrected, takeCorrection } from "./take-corrections.ts"

const source = "shipments"

/** Nothing is wrong with the file: what it corrects is being told to a channel right now. It stays where it is and is read again. */
export class FileWaits extends Schema.TaggedError<FileWaits>()("FileWaits", { message: Schema.String }) {}

/** Parcels of channels whose Shipment Upload is on are pushed at once; the others are recorded and wait. */
const pushesOf = Effect.fn("pushesOf")(function* (recorded: ReadonlyArray<RecordedShipment>) {
  const channels = new Map((yield* (yield* ChannelStore).list()).map((c) => [c.id, c]))
  const uploads = recorded.filter((r) => {
    const channel = channels.get(r.channelId)
    return channel !== undefined && serviceOf(channel, "shipment_upload").enabled
  })
  return pushJobs(uploads)
})

/** As it is kept: rows of one correction stay together, for apart they would say something else. */
export const refusedInput = ({ row, others = [], reason }: RefusedRow): QuarantinedInput => ({
  source,
  place: row.place,
  reason,
  raw: [row, ...others].map((r) => r.raw).join("\n"),
  retry: [row, ...others]
})

const recordsOf = (matched: MatchedShipments, corrected: RowsCorrected["effects"], file: IncomingFile) =>
  [
    ...matched.parcels.map((p) => ({
      reference: `${p.carrier} ${p.trackingNumber}`,
      result: "new" as const,
      detail: `${p.lines.length} line(s) from ${file.name}`
    })),
    ...corrected.map((e) => ({
      reference: e.before,
      result: "updated" as const,
      detail: `corrected to ${e.after}`
    })),
    ...matched.refused.map((r) => ({
      reference: r.row.place,
      result: "quarantined" as const,
      detail: r.reason
    }))
  ] satisfies ReadonlyArray<SyncRecord>

const recordRows = Effect.fn("recordRows")(function* (
  supplier: Supplier,
  name: string,
  rows: ReadonlyArray<IncomingShipmentRow>
) {
  const at = yield* now
  const numbers = [...new Set(rows.map((r) => r.purchaseOrderNumber))]
  const matched = matchShipments(rows, yield* (yield* PurchaseOrderStore).shippable(supplier.id, numbers))
  const recorded = yield* (yield* ShipmentStore).record(supplier.id, matched.parcels, name, at)
  // Not by the number alone: a file can name any purchase order, also another supplier's.
  yield* proveSends([...new Set(matched.parcels.map((p) => p.purchaseOrderId))])
  const history = recorded.map(
    (r): HistoryEntry => ({
      orderId: r.orderId,
      event: "shipment recorded",
      subject: r.tracking,
      before: null,
      after: null,
      detail: { supplier: supplier.name, file: name }
    })
  )
  const orders = [...new Set(recorded.map((r): OrderId => r.orderId))]
  return { matched, step: { orders, history, jobs: yield* pushesOf(recorded) } }
})

/** What left comes before what corrects it, in the order of the file. */
const parted = (rows: ReadonlyArray<IncomingShipmentRow>) => {
  const plain = (r: IncomingShipmentRow) => r.purpose === undefined || r.purpose === "original"
  return { plain: rows.filter(plain), corrections: correctionGroups(rows.filter((r) => !plain(r))) }
}

/**
 * What rows say left, or corrects what did, whoever brought them: recorded, proved and pushed. What becomes of refused rows
 * is the caller's. Called inside `advance`.
 */
export const recordShipments = Effect.fn("recordShipments")(function* (
  supplier: Supplier,
  file: Pick<IncomingFile, "name" | "rows">
) {
  const numbers = [...new Set(file.rows.map((r) => r.purchaseOrderNumber))]
  const touched = yield* (yield* PurchaseOrderStore).shippable(supplier.id, numbers)
  // Everything is read under the lock: another worker may have taken the same file.
  yield* (yield* OrderStore).lock([...new Set(touched.map((l) => l.orderId))])
  const { plain, corrections } = parted(file.rows)
  const first = yield* recordRows(supplier, file.name, plain)
  const corrected: Array<RowsCorrected> = []
  const added: Array<typeof first> = [first]
  for (const group of corrections) {
    const done = yield* takeCorrection(supplier, group, file.name)
    corrected.push(done)
    if (done.rows.length > 0) added.push(yield* recordRows(supplier, file.name, done.rows))
  }
  const matched: MatchedShipments = {
    parcels: added.flatMap((a) => a.matched.parcels),
    known: [...added.flatMap((a) => a.matched.known), ...corrected.flatMap((c) => c.known)],
    refused: [...added.flatMap((a) => a.matched.refused), ...corrected.flatMap((c) => c.refused)]
  }
  const steps = [...added.map((a) => a.step), ...corrected]
  const step = {
    value: undefined,
    orders: [...new Set(steps.flatMap((s) => s.orders))],
    history: steps.flatMap((s) => s.history),
    jobs: steps.flatMap((s) => s.jobs)
  } satisfies Step<void>
  return { matched, corrected: corrected.flatMap((c) => c.effects), step }
})

/** Parcels of one file, with refused rows, counts and pushes. Called inside `advance`. */
export const takeShipments = Effect.fn("takeShipments")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  const runs = yield* SyncRunStore
  const { matched, corrected, step } = yield* recordShipments(supplier, file)
  const waiting = matched.refused.find((r) => r.waits === true)
  if (waiting !== undefined) return yield* new FileWaits({ message: waiting.reason })
  const inputs = matched.refused.map(refusedInput)
  if (inputs.length > 0) yield* (yield* Quarantine).keep({ supplierId: supplier.id }, inputs, yield* now)
  yield* runs.record(runId, recordsOf(matched, corrected, file))
  if (matched.known.length > 0) yield* runs.addCounts(runId, { unchanged: matched.known.length })
  return step
})
