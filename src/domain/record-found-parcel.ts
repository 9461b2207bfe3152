import * as Effect from "effect/Effect"
import { advance, pushJobs, type Step } from "./advance.ts"
import type { CarrierAccount } from "./model/carrier-account.ts"
import { type Attribution, attributeParcel, type FoundParcel } from "./model/found-parcel.ts"
import type { HistoryEntry } from "./model/history.ts"
import type { ParcelToRecord } from "./model/shipment.ts"
import { now } from "./ports/clock.ts"
import { OrderStore } from "./ports/order-store.ts"
import { PurchaseOrderStore } from "./ports/purchase-order-store.ts"
import { ShipmentStore } from "./ports/shipment-store.ts"
import { TrackingStore, type UntrackedPurchaseOrder } from "./ports/tracking-store.ts"
import { proveSends } from "./prove-sends.ts"

const dayMs = 24 * 60 * 60_000

const recordParcel = Effect.fn("recordParcel")(function* (
  order: UntrackedPurchaseOrder,
  parcel: ParcelToRecord
) {
  const shipments = yield* ShipmentStore
  const at = yield* now
  const recorded = yield* shipments.record(order.supplierId, [parcel], "UPS by reference", at)
  yield* proveSends([order.id])
  return {
    orders: recorded.map((r) => r.orderId),
    history: recorded.map(
      (r): HistoryEntry => ({
        orderId: r.orderId,
        event: "shipment recorded",
        subject: r.tracking,
        before: null,
        after: null,
        detail: { carrier: "UPS", found: `by purchase order ${order.number}` }
      })
    ),
    jobs: pushJobs(
      yield* shipments.dueOf(
        recorded.map((r) => r.orderId),
        at
      )
    )
  }
})

const judge = Effect.fn("judgeFound")(function* (
  account: CarrierAccount,
  order: UntrackedPurchaseOrder,
  found: ReadonlyArray<FoundParcel>
) {
  const lines = yield* (yield* PurchaseOrderStore).shippable(order.supplierId, [order.number])
  const verdict: Attribution = attributeParcel(order.number, found, lines, yield* now)
  if (verdict._tag !== "Record") return verdict
  const { trackingNumber } = verdict.parcel
  if (!(yield* (yield* TrackingStore).isTaken(account.carrier, trackingNumber, order.id))) return verdict
  const taken: Attribution = {
    _tag: "Leave",
    because: `${trackingNumber} was found for ${order.number} and is the parcel of another purchase order`
  }
  return taken
})

/**
 * What was found by a purchase order's number becomes its shipment if that is beyond doubt; else the reason is kept and a
 * person decides. Judged under the order's lock: another worker, or the supplier's file, may be as far.
 */
export const recordFound = Effect.fn("recordFound")(function* (
  account: CarrierAccount,
  order: UntrackedPurchaseOrder,
  found: ReadonlyArray<FoundParcel>,
  askAt: Date
) {
  return yield* advance(
    Effect.gen(function* () {
      yield* (yield* OrderStore).lock([order.orderId])
      const verdict = yield* judge(account, order, found)
      const at = yield* now
      const because = verdict._tag === "Leave" ? verdict.because : ""
      const next = because === "" ? askAt : new Date(at.getTime() + dayMs)
      yield* (yield* TrackingStore).looked(account, order.id, at, next, because)
      const facts = verdict._tag === "Record" ? yield* recordParcel(order, verdict.parcel) : { orders: [] }
      return { value: verdict, ...facts } satisfies Step<Attribution>
    })
  )
})
