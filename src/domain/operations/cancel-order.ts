import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { type OrderId, orderName } from "../model/order.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger } from "../ports/dispatch-ledger.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"

/** Cancels an order of which nothing was sent: at once, and the history says that nothing was sent (decisions A3). */
export const cancelOrder = Effect.fn("cancelOrder")(function* (id: OrderId) {
  const orders = yield* OrderStore
  const store = yield* PurchaseOrderStore
  return yield* advance(
    Effect.gen(function* () {
      yield* orders.lock([id])
      const [order] = yield* orders.load([id])
      if (order === undefined) return yield* new Refusal({ message: "There is no such order." })
      if (order.status === "canceled")
        return yield* new Refusal({ message: `${orderName(order.channelOrderNumber)} is canceled already.` })
      const withdrawn = [...(yield* store.plannedIntents([id])), ...(yield* store.failedIntents([id]))]
      const at = yield* now
      yield* (yield* DispatchLedger).move(
        "withdraw",
        withdrawn.map((intent) => ({ id: intent, attempt: null })),
        at
      )
      if (yield* store.anyLeft(id))
        return yield* new Refusal({
          message: `A purchase order of ${orderName(order.channelOrderNumber)} has left or may have left. Ask the supplier to cancel it.`
        })
      yield* orders.cancelOpen([id])
      yield* (yield* HoldStore).settle([{ orderId: id, findings: [] }], yield* Actor, at)
      return {
        value: order.channelOrderNumber,
        orders: [id],
        history: [
          {
            orderId: id,
            event: "canceled",
            subject: "nothing was sent",
            before: null,
            after: null,
            detail: {}
          }
        ]
      }
    })
  )
})
