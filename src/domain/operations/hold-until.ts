import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { applyRules, holdEntry } from "../apply-rules.ts"
import { timedHold } from "../model/hold.ts"
import { type OrderId, orderName } from "../model/order.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { SendGates } from "../ports/send-gates.ts"

const demandOrder = Effect.fn("demandOrder")(function* (id: OrderId) {
  const orders = yield* OrderStore
  yield* orders.lock([id])
  const [order] = yield* orders.load([id])
  return order ?? (yield* new Refusal({ message: "There is no such order." }))
})

const farthestMs = 366 * 24 * 60 * 60_000

const demandTime = Effect.fn("demandTime")(function* (until: Date) {
  const at = yield* now
  if (until <= at) return yield* new Refusal({ message: "That time has passed: hold it until a later one." })
  if (until.getTime() - at.getTime() > farthestMs)
    return yield* new Refusal({ message: "An order is held for a year at most." })
  return at
})

/** `2026-11-22 03:25Z` */
const time = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")}Z`

/** Holds an order until a time; it is released by itself. What has left is not called back by it. */
export const holdUntil = Effect.fn("holdUntil")(function* (id: OrderId, until: Date, reason: string) {
  if (reason.trim() === "")
    return yield* new Refusal({ message: "Say why: --reason is shown with the hold." })
  const at = yield* demandTime(until)
  return yield* advance(
    Effect.gen(function* () {
      const order = yield* demandOrder(id)
      if (["completed", "canceled", "shipped"].includes(order.status))
        return yield* new Refusal({
          message: `${orderName(order.channelOrderNumber)} is ${order.status}: nothing of it is left to hold.`
        })
      const actor = yield* Actor
      const message = `Held until ${time(until)} by ${actor}: ${reason.trim()}`
      yield* (yield* SendGates).holdUntil(id, until, message, at)
      const left = yield* (yield* PurchaseOrderStore).anyLeft(id)
      return {
        value: { message, left },
        orders: [id],
        history: [holdEntry({ orderId: id, change: "opened", kind: timedHold, field: "", message })]
      }
    })
  )
})

/** Releases it before its time. The order is judged anew, as after any other release. */
export const releaseHold = Effect.fn("releaseHold")(function* (id: OrderId) {
  return yield* advance(
    Effect.gen(function* () {
      const order = yield* demandOrder(id)
      const released = yield* (yield* SendGates).releaseTimed(id, yield* Actor, yield* now, 1)
      if (released.length === 0)
        return yield* new Refusal({
          message: `${orderName(order.channelOrderNumber)} is not held until a time.`
        })
      const judged = yield* applyRules([id])
      return {
        value: order.channelOrderNumber,
        orders: [id],
        history: [...released.map(holdEntry), ...judged.history],
        jobs: judged.jobs
      }
    })
  )
})
