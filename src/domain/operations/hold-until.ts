import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { applyRules, holdEntry } from "../apply-rules.ts"
import { timedHold } from "../model/hold.ts"
import { type OrderId, orderName } from "../model/order.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { SendGates } from "../ports/send-gates.ts"

const demandOrder = Effect.fn("demandOrder")(function* (id: OrderId) {
  const orders = yield* OrderStore
  yield* orders.lock([id])
  const [order] = yield* orders.load([id])
  return order ?? (yield* new Refusal({ message: "There is no such order." }))
})

const over = new Set<string>(["completed", "canceled", "shipped"])
const isOver = ({ status }: { readonly status: string }): boolean => over.has(status)

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
      if (isOver(order))
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

const withReason = (entry: ReturnType<typeof holdEntry>, reason: string) =>
  reason.trim() === "" ? entry : { ...entry, detail: { ...entry.detail, reason: reason.trim() } }

/** Releases it before its time. The order is judged anew, as after any other release; why is kept where it is said. */
export const releaseHold = Effect.fn("releaseHold")(function* (id: OrderId, reason = "") {
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
        history: [...released.map((one) => withReason(holdEntry(one), reason)), ...judged.history],
        jobs: judged.jobs
      }
    })
  )
})

/** What a hold of several orders meets. */
export interface HoldPreview {
  /** Those that it would hold. */
  readonly ids: ReadonlyArray<OrderId>
  /** Held until a time already, which stays as it is. */
  readonly already: number
  /** Completed, canceled or shipped: nothing of them is left to hold. */
  readonly over: number
}

/** One transaction holds them all, or none. */
const mostAtOnce = 1000

const sorted = Effect.fn("sortedForHold")(function* (ids: ReadonlyArray<OrderId>) {
  if (ids.length > mostAtOnce)
    return yield* new Refusal({ message: `At most ${mostAtOnce} orders are held at once: mark fewer.` })
  const orders = yield* (yield* OrderStore).load(ids)
  const timed = (yield* (yield* HoldStore).open(ids)).filter(({ kind }) => kind === timedHold)
  const held = new Set(timed.map(({ orderId }) => orderId))
  const open = orders.filter((order) => !isOver(order))
  const free = open.filter(({ id }) => !held.has(id)).map(({ id }) => id)
  return {
    ids: free,
    already: open.length - free.length,
    over: orders.length - open.length
  } satisfies HoldPreview
})

export const previewHold = Effect.fn("previewHold")(function* (ids: ReadonlyArray<OrderId>) {
  return yield* sorted(ids)
})

/** Holds these until a time, but for those that are held so already or are over. */
export const holdOrders = Effect.fn("holdOrders")(function* (
  ids: ReadonlyArray<OrderId>,
  until: Date,
  reason: string
) {
  if (reason.trim() === "") return yield* new Refusal({ message: "Say why: it is shown with the hold." })
  const at = yield* demandTime(until)
  return yield* advance(
    Effect.gen(function* () {
      yield* (yield* OrderStore).lock(ids)
      const held = yield* sorted(ids)
      const message = `Held until ${time(until)} by ${yield* Actor}: ${reason.trim()}`
      const gates = yield* SendGates
      yield* Effect.forEach(held.ids, (id) => gates.holdUntil(id, until, message, at), { discard: true })
      const sends = yield* PurchaseOrderStore
      const left = yield* Effect.filter(held.ids, (id) => sends.anyLeft(id))
      return {
        value: { ...held, message, left: left.length },
        orders: held.ids,
        history: held.ids.map((orderId) =>
          holdEntry({ orderId, change: "opened", kind: timedHold, field: "", message })
        )
      }
    })
  )
})

/** Releases those of them that are held until a time, and judges them anew; says how many they were. */
export const releaseHeld = Effect.fn("releaseHeld")(function* (ids: ReadonlyArray<OrderId>) {
  return yield* advance(
    Effect.gen(function* () {
      yield* (yield* OrderStore).lock(ids)
      const gates = yield* SendGates
      const [actor, at] = [yield* Actor, yield* now]
      const released = (yield* Effect.forEach(ids, (id) => gates.releaseTimed(id, actor, at, 1))).flat()
      const free = released.map(({ orderId }) => orderId)
      const judged = yield* applyRules(free)
      return {
        value: free.length,
        orders: free,
        history: [...released.map(holdEntry), ...judged.history],
        jobs: judged.jobs
      }
    })
  )
})
