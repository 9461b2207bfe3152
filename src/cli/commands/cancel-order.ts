import * as Effect from "effect/Effect"
import type { CancelCode, CancelWish } from "../../domain/model/cancel-request.ts"
import { formatMoney, money } from "../../domain/model/money.ts"
import { type Order, type OrderId, orderName } from "../../domain/model/order.ts"
import { statusLabel } from "../../domain/model/order-status.ts"
import { maskName } from "../../domain/model/personal.ts"
import { cancelOrder } from "../../domain/operations/cancel-order.ts"
import { type AskedSupplier, requestCancel } from "../../domain/operations/request-cancel.ts"
import { OrderStore } from "../../domain/ports/order-store.ts"
import { PurchaseOrderStore } from "../../domain/ports/purchase-order-store.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, has, pairs, text } from "../input.ts"

const piecesText = (lines: ReadonlyArray<CancelWish>): string =>
  lines.map((l) => `${l.quantity} x ${l.sku}`).join(", ")

const askedText = (a: AskedSupplier): string =>
  a.by === "transport"
    ? `${a.purchaseOrder}: ${a.supplier} is asked to cancel ${piecesText(a.lines)}. It counts as canceled when that has arrived.`
    : `${a.purchaseOrder}: tell ${a.contact || a.supplier} to cancel ${piecesText(a.lines)}, then: switchyard requests told ${a.purchaseOrder}`

const preview = (order: Order, left: boolean) => {
  const total = formatMoney(money(order.total, order.currency))
  const flags = left ? "--code, --reason and --yes" : "--yes"
  return answer(
    { done: false, orderId: order.id, status: order.status, next: flags },
    [
      `${orderName(order.channelOrderNumber)} of ${maskName(order.customerName)}, ${total}, is ${statusLabel(order.status)}.`,
      left
        ? `A part of it was sent: its suppliers are asked to cancel what they have not shipped. Nothing was changed; to ask them, add ${flags}.`
        : "Canceling cannot be undone. Nothing was changed; to cancel it, add --yes."
    ],
    true
  )
}

const ask = Effect.fn("ask")(function* (id: OrderId, input: Input) {
  const lines = has(input, "line")
    ? pairs(input, "line").map(([sku, pieces]) => ({ sku, quantity: Number(pieces) }))
    : null
  const done = yield* requestCancel({
    orderId: id,
    lines,
    // The row lets no other word through; an absent one is refused with the words that are.
    code: (text(input, "code") ?? "") as CancelCode,
    reason: text(input, "reason") ?? ""
  })
  return answer({ done: true, orderId: id, ...done }, [
    ...(done.canceledNow.length === 0
      ? []
      : [`Canceled, no supplier has it: ${piecesText(done.canceledNow)}.`]),
    ...done.asked.map(askedText),
    ...done.skipped.map((n) => `${n} is being sent or in doubt: settle that first, then cancel again.`),
    "The shop is not told: cancel it there too."
  ])
})

export const cancel: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const [order] = yield* (yield* OrderStore).load([id])
    const left = yield* (yield* PurchaseOrderStore).anyLeft(id)
    if (!has(input, "yes") && order !== undefined) return preview(order, left)
    if (left || has(input, "line")) return yield* ask(id, input)
    const number = yield* cancelOrder(id)
    return answer({ done: true, orderId: id }, [
      `${orderName(number)} is canceled. No supplier has any of it. The shop is not told: cancel it there too.`
    ])
  })
