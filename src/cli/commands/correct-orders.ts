import * as Effect from "effect/Effect"
import { formatMoney, money } from "../../domain/model/money.ts"
import { orderName } from "../../domain/model/order.ts"
import { statusLabel } from "../../domain/model/order-status.ts"
import { cancelOrder } from "../../domain/operations/cancel-order.ts"
import { retryOrders } from "../../domain/operations/retry-order.ts"
import { OrderStore } from "../../domain/ports/order-store.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder, findOrders } from "../find-order.ts"
import { argument, has } from "../input.ts"
import { countOf } from "../wording.ts"

export const retry: Run = (input) =>
  Effect.gen(function* () {
    const { purchaseOrders, pushes } = yield* retryOrders(yield* findOrders(input.rest))
    return answer({ purchaseOrders, pushes }, [
      `Tried again with the same identifiers: ${countOf(purchaseOrders, "purchase order")}, ${pushes} to the channel.`
    ])
  })

export const cancel: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const [order] = yield* (yield* OrderStore).load([id])
    if (!has(input, "yes") && order !== undefined) {
      const total = formatMoney(money(order.total, order.currency))
      return answer(
        { done: false, orderId: id, status: order.status, next: "--yes" },
        [
          `${orderName(order.channelOrderNumber)} of ${order.customerName}, ${total}, is ${statusLabel(order.status)}.`,
          "Canceling cannot be undone. Nothing was changed; to cancel it, add --yes."
        ],
        true
      )
    }
    const number = yield* cancelOrder(id)
    return answer({ done: true, orderId: id }, [
      `${orderName(number)} is canceled. Nothing of it was sent. The shop is not told: cancel it there too.`
    ])
  })
