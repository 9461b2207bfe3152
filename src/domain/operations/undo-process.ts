import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { applyRules } from "../apply-rules.ts"
import type { HistoryEntry } from "../model/history.ts"
import { type OrderId, orderName } from "../model/order.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger } from "../ports/dispatch-ledger.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { SendGates } from "../ports/send-gates.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const withdraw = Effect.fn("withdraw")(function* (id: OrderId) {
  const store = yield* PurchaseOrderStore
  const planned = yield* store.plannedIntents([id])
  const moved = yield* (yield* DispatchLedger).move(
    "withdraw",
    planned.map((intent) => ({ id: intent, attempt: null })),
    yield* now
  )
  return moved
})

const takeBack = Effect.fn("takeBack")(function* (id: OrderId) {
  const orders = yield* OrderStore
  const store = yield* PurchaseOrderStore
  return yield* advance(
    Effect.gen(function* () {
      yield* orders.lock([id])
      const [order] = yield* orders.load([id])
      if (order === undefined) return yield* new Refusal({ message: "There is no such order." })
      const name = orderName(order.channelOrderNumber)
      if (yield* store.anyLeft(id))
        return yield* new Refusal({
          message: `A purchase order of ${name} has left or may have left, so there is nothing to undo. Ask the supplier to cancel it: switchyard orders cancel.`
        })
      const withdrawn = yield* withdraw(id)
      if (withdrawn.length === 0)
        return yield* new Refusal({
          message: `Nothing of ${name} waits to be sent, so there is nothing to undo.`
        })
      // Claimed in between: nothing of this step may stand.
      if (yield* store.anyLeft(id))
        return yield* new Refusal({ message: `A purchase order of ${name} began to leave just now.` })
      yield* (yield* SendGates).markUndone(id, yield* Actor)
      const undone: HistoryEntry = {
        orderId: id,
        event: "process undone",
        subject: withdrawn.map((w) => w.number).join(", "),
        before: null,
        after: null,
        detail: {}
      }
      return {
        value: { number: order.channelOrderNumber, purchaseOrders: withdrawn.map((w) => w.number) },
        orders: [id],
        history: [undone]
      }
    })
  )
})

/**
 * Takes PROCESS back while nothing has left: the purchase orders are canceled (their numbers are never used again) and the
 * order stands as before, its holds judged anew. Auto-processing leaves it to a person from then on. Where a send began,
 * nothing is undone: then the supplier is asked to cancel.
 */
export const undoProcess = Effect.fn("undoProcess")(function* (id: OrderId) {
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const undone = yield* takeBack(id)
      // Only now its status says that nothing was sent, and the rules go by that.
      yield* advance(applyRules([id]))
      return undone
    })
  )
})
