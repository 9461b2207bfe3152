import * as Effect from "effect/Effect"
import {
  type CorrectionsDone,
  correctParcel,
  effectOf,
  freeOfPushes,
  namesOf,
  nothingCorrected
} from "./correct-shipments.ts"
import type { IncomingShipmentRow, MatchedShipments } from "./model/shipment.ts"
import { correctionText, type ParcelPart } from "./model/shipment-correction.ts"
import { correctionsOf } from "./model/shipment-correction-rows.ts"
import type { Supplier } from "./model/supplier.ts"
import { PurchaseOrderStore } from "./ports/purchase-order-store.ts"
import { ShipmentCorrections } from "./ports/shipment-corrections.ts"

/** What rows came to that correct one shipment; `rows` are parcels that are new with it, still to be recorded. */
export interface RowsCorrected extends CorrectionsDone, Pick<MatchedShipments, "known" | "refused"> {
  readonly rows: ReadonlyArray<IncomingShipmentRow>
}

type Rows = readonly [IncomingShipmentRow, ...ReadonlyArray<IncomingShipmentRow>]

const nothing: RowsCorrected = { ...nothingCorrected, known: [], refused: [], rows: [] }

const refused = ([row, ...others]: Rows, reason: string, waits = false): RowsCorrected => ({
  ...nothing,
  refused: [{ row, others, reason, ...(waits && { waits: true as const }) }]
})

/** By the supplier's own name of the shipment, else by the numbers of its parcels. */
const partsMeant = Effect.fn("partsMeant")(function* (supplier: Supplier, [first, ...rest]: Rows) {
  const corrections = yield* ShipmentCorrections
  const query = { supplierId: supplier.id, purchaseOrderNumber: first.purchaseOrderNumber }
  const reference = first.shipmentId ?? ""
  const named = reference === "" ? [] : yield* corrections.find({ ...query, reference, trackingNumber: null })
  if (named.length > 0) return named
  const numbers = [...new Set([first, ...rest].map((r) => r.trackingNumber))].filter((n) => n !== "")
  const found: ReadonlyArray<ReadonlyArray<ParcelPart>> = yield* Effect.forEach(numbers, (trackingNumber) =>
    corrections.find({ ...query, reference: null, trackingNumber })
  )
  return found.flat()
})

const notRecorded = (row: IncomingShipmentRow): string =>
  `corrects shipment ${row.shipmentId || row.trackingNumber} of ${row.purchaseOrderNumber}, which is not recorded from this supplier. ` +
  "If it comes later: switchyard quarantine retry <id of this row>. If it is recorded under another tracking number: switchyard shipments correct <that number>"

const pushing = (parts: ReadonlyArray<ParcelPart>): string =>
  `a shipment of ${parts[0]?.purchaseOrderNumber ?? "this order"} is being told to ${parts[0]?.channel ?? "its channel"} right now, so its correction waits`

/**
 * Rows that correct one shipment: our facts follow, in the transaction of the caller. Read again it is known. While a push of
 * the order is under way it waits. Orders are locked already.
 */
export const takeCorrection = Effect.fn("takeCorrection")(function* (
  supplier: Supplier,
  rows: Rows,
  source: string
) {
  const corrections = yield* ShipmentCorrections
  const parts = yield* partsMeant(supplier, rows)
  const [part] = parts
  if (part === undefined) return refused(rows, notRecorded(rows[0]))
  const text = correctionText(rows)
  if (yield* corrections.isApplied(part.purchaseOrderId, text)) return { ...nothing, known: rows }
  const live = parts.filter((p) => !p.voided)
  if (live.length === 0 && rows[0].purpose === "cancel") return { ...nothing, known: rows }
  if (live.length === 0) return refused(rows, `${notRecorded(rows[0])}; it was voided`)
  if (!(yield* freeOfPushes(live))) return refused(rows, pushing(live), true)
  // Read again: a push may have ended between the first look and the lock.
  const now = yield* partsMeant(supplier, rows)
  const lines = yield* (yield* PurchaseOrderStore).shippable(supplier.id, [rows[0].purchaseOrderNumber])
  const wanted = correctionsOf(rows, now, lines)
  if (typeof wanted === "string") return refused(rows, wanted)
  const names = namesOf(now, lines)
  const real = wanted.parcels.filter((p) => {
    const { effect } = effectOf(p, names)
    return effect.before !== effect.after
  })
  const reason = `the supplier said ${rows[0].purpose}${rows[0].shipmentId ? ` of ${rows[0].shipmentId}` : ""}`
  const done = yield* Effect.forEach(real, (parcel, i) =>
    correctParcel(parcel, names, {
      text: i === 0 ? text : `${text}#${i}`,
      reason,
      source: rows[0].place || source
    })
  )
  return {
    orders: [...new Set(done.flatMap((d) => d.orders))],
    history: done.flatMap((d) => d.history),
    jobs: done.flatMap((d) => d.jobs),
    effects: done.flatMap((d) => d.effects),
    known: real.length === 0 && wanted.rows.length === 0 ? rows : [],
    refused: [],
    rows: wanted.rows
  } satisfies RowsCorrected
})
