import * as Effect from "effect/Effect"
import { advanceFulfillments, advanceIntents } from "../advance.ts"
import type { OrderId } from "../model/order.ts"
import { Refusal } from "../ports/failure.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { ShipmentStore } from "../ports/shipment-store.ts"

/** Tries again what failed: purchase orders with the same identifiers, and pushes that the channel rejected. */
export const retryOrders = Effect.fn("retryOrders")(function* (ids: ReadonlyArray<OrderId>) {
  const intents = yield* (yield* PurchaseOrderStore).failedIntents(ids)
  const pushes = yield* (yield* ShipmentStore).rejectedOf(ids)
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
  if (sent.length + pushed.length === 0)
    return yield* new Refusal({ message: "Nothing failed there, so there is nothing to try again." })
  return { purchaseOrders: sent.length, pushes: pushed.length }
})
