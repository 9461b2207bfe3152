import * as Effect from "effect/Effect"
import { advanceFulfillments, advanceIntents } from "../advance.ts"
import type { OrderId } from "../model/order.ts"
import { maskWords } from "../model/personal.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { ShipmentStore } from "../ports/shipment-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

/** What failed of these orders and may be tried again: a hold keeps an order's purchase orders back, not its pushes. */
const retryable = Effect.fn("retryable")(function* (ids: ReadonlyArray<OrderId>) {
  const holds = yield* (yield* HoldStore).open(ids)
  const onHold = new Set<number>(holds.map((h) => h.orderId))
  return {
    holds,
    intents: yield* (yield* PurchaseOrderStore).retryableIntents(ids.filter((id) => !onHold.has(id))),
    pushes: yield* (yield* ShipmentStore).rejectedOf(ids)
  }
})

/** What `retryOrders` would try again as things stand, for the question before it. */
export const previewRetry = Effect.fn("previewRetry")(function* (ids: ReadonlyArray<OrderId>) {
  const { intents, pushes } = yield* retryable(ids)
  return { purchaseOrders: intents.length, pushes: pushes.length }
})

/** Under the orders' lock: who cancels or gives out anew meanwhile must not see a purchase order that is leaving again. */
const retryLocked = Effect.fn("retryLocked")(function* (ids: ReadonlyArray<OrderId>) {
  yield* (yield* OrderStore).lock(ids)
  const { holds, intents, pushes } = yield* retryable(ids)
  const sent =
    intents.length === 0
      ? []
      : yield* advanceIntents(
          "retry",
          intents.map((id) => ({ id, attempt: null }))
        )
  const pushed =
    pushes.length === 0
      ? []
      : yield* advanceFulfillments(
          "retry",
          pushes.map((id) => ({ id, attempt: null }))
        )
  const [hold] = holds
  if (sent.length + pushed.length === 0 && hold !== undefined) {
    const [order] = yield* (yield* OrderStore).load(ids.filter((id) => id === hold.orderId))
    const message = order === undefined ? hold.message : maskWords(order)(hold.message)
    return yield* new Refusal({ message: `Nothing is sent while a hold is open: ${message}` })
  }
  if (sent.length + pushed.length === 0)
    return yield* new Refusal({ message: "Nothing failed there, so there is nothing to try again." })
  return { purchaseOrders: sent.length, pushes: pushed.length }
})

/**
 * Tries again what failed: purchase orders with the same identifiers, and pushes that the channel rejected. A hold keeps
 * purchase orders back; pushes are about parcels that left, so they go on.
 */
export const retryOrders = Effect.fn("retryOrders")(function* (ids: ReadonlyArray<OrderId>) {
  return yield* (yield* UnitOfWork).run(retryLocked(ids))
})
