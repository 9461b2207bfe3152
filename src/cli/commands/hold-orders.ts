import * as Effect from "effect/Effect"
import { type OrderId, orderName } from "../../domain/model/order.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import { holdOrders, holdUntil, releaseHeld, releaseHold } from "../../domain/operations/hold-until.ts"
import { undoProcess } from "../../domain/operations/undo-process.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder, findOrders } from "../find-order.ts"
import { argument, has, text } from "../input.ts"
import { momentOf } from "../moment.ts"
import { countOf } from "../wording.ts"

export const undo: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const { number, purchaseOrders } = yield* undoProcess(id)
    return answer({ orderId: id, number, purchaseOrders }, [
      `${orderName(number)} is taken back: ${countOf(purchaseOrders.length, "purchase order")} canceled (${purchaseOrders.join(", ")}), nothing was sent.`,
      `Auto-processing leaves it alone from now on. See it: ${commandLine("orders", "show", String(id))}`
    ])
  })

const releaseAll = Effect.fn("releaseAll")(function* (ids: ReadonlyArray<OrderId>) {
  const released = yield* releaseHeld(ids)
  return answer({ orderIds: ids, released }, [
    `${countOf(released, "order")} not held any more, of ${ids.length}.`
  ])
})

const holdAll = Effect.fn("holdAll")(function* (ids: ReadonlyArray<OrderId>, until: Date, reason: string) {
  const held = yield* holdOrders(ids, until, reason)
  const kept = [
    ...(held.already > 0 ? [`${held.already} held until a time already: left so.`] : []),
    ...(held.over > 0
      ? [`${held.over} completed, canceled or shipped: nothing of them is left to hold.`]
      : []),
    ...(held.left > 0 ? [`Of ${held.left} a purchase order has left already: it is not called back.`] : [])
  ]
  const { ids: orderIds, already, over, left, message } = held
  return answer({ orderIds, until, message, left, already, over }, [
    `${countOf(orderIds.length, "order")}: ${message}.`,
    ...kept,
    "They are released by themselves then."
  ])
})

const holdOne = Effect.fn("holdOne")(function* (id: OrderId, until: Date, reason: string) {
  const { message, left } = yield* holdUntil(id, until, reason)
  return answer({ orderId: id, until, message, left }, [
    `${message}.`,
    left
      ? "A purchase order of it has left already: that one is not called back."
      : "It is released by itself then."
  ])
})

/** One order is held anew where it is held already; of several, those stay as they are. */
export const hold: Run = (input) =>
  Effect.gen(function* () {
    const ids = yield* findOrders(input.rest)
    const [id] = ids
    const one = ids.length === 1 && id !== undefined ? id : null
    if (has(input, "release")) {
      if (one === null) return yield* releaseAll(ids)
      const number = yield* releaseHold(one, text(input, "reason") ?? "")
      return answer({ orderId: one, released: true }, [`${orderName(number)} is not held any more.`])
    }
    const until = momentOf(text(input, "until") ?? "")
    if (until === null) return yield* new Refusal({ message: "--until takes a time." })
    const reason = text(input, "reason") ?? ""
    return one === null ? yield* holdAll(ids, until, reason) : yield* holdOne(one, until, reason)
  })
