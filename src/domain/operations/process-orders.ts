import * as Effect from "effect/Effect"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import type { Order, OrderId } from "../model/order.ts"
import { statusLabel } from "../model/order-status.ts"
import { maskWords } from "../model/personal.ts"
import { Actor } from "../ports/actor.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { OrderBoard } from "../ports/order-board.ts"
import { OrderStore } from "../ports/order-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

/** What PROCESS of these orders would do: purchase orders, suppliers, totals; counted, nothing changed. */
export const previewProcess = Effect.fn("previewProcess")(function* (ids: ReadonlyArray<OrderId>) {
  return yield* (yield* OrderBoard).preview(ids)
})

export interface ProcessRequested {
  readonly accepted: ReadonlyArray<OrderId>
  readonly refused: ReadonlyArray<{ readonly id: OrderId; readonly number: string; readonly reason: string }>
}

const whyNot = (order: Order, message: string | undefined): string =>
  order.action === "process"
    ? "it is in shadow mode: nothing of it is sent (orders preview shows what would be)"
    : order.action === "resolve"
      ? maskWords(order)(message ?? "a hold is open")
      : `it is ${statusLabel(order.status)} already`

const isReady = (order: Order): boolean => order.action === "process" && !order.shadow

/** Hands ready orders to the workers; the rest is refused with its reason. The receipt comes from the transport, later. */
export const processOrders = Effect.fn("processOrders")(function* (ids: ReadonlyArray<OrderId>) {
  const unitOfWork = yield* UnitOfWork
  const actor = yield* Actor
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const orders = yield* (yield* OrderStore).load(ids)
      const messages = new Map((yield* (yield* HoldStore).open(ids)).map((h) => [h.orderId, h.message]))
      const accepted = orders.filter((o) => isReady(o)).map((o) => o.id)
      const jobs = inBatches(accepted).map(
        (orderIds): JobRequest => ({ job: "orders.process", orderIds, actor })
      )
      if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
      const refused = orders
        .filter((o) => !isReady(o))
        .map((o) => ({ id: o.id, number: o.channelOrderNumber, reason: whyNot(o, messages.get(o.id)) }))
      return { accepted, refused } satisfies ProcessRequested
    })
  )
})
