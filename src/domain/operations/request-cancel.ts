import * as Effect from "effect/Effect"
import { advance, advanceIntents, sendJobs } from "../advance.ts"
import { holdEntry } from "../apply-rules.ts"
import { waitingOf } from "../model/acknowledgement.ts"
import {
  type CancelableLine,
  type CancelCode,
  type CanceledPart,
  type CancelWish,
  cancelCodes,
  channelCancelCode,
  chooseCancels,
  isCancelCode,
  supplierCancelCode
} from "../model/cancel-request.ts"
import type { HistoryEntry } from "../model/history.ts"
import { type Order, type OrderId, orderName } from "../model/order.ts"
import { Actor } from "../ports/actor.ts"
import { AnswerHoldStore } from "../ports/answer-hold-store.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { type StandingPurchaseOrder, SupplierRequestStore } from "../ports/supplier-request-store.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { aboutOf, writeMessage } from "../write-messages.ts"

export interface CancelWishes {
  readonly orderId: OrderId
  /** null: everything that has not left. */
  readonly lines: ReadonlyArray<CancelWish> | null
  readonly code: CancelCode
  readonly reason: string
}

/** A line that can be taken back; without a purchase order nobody has to be told. */
interface Line extends CancelableLine {
  readonly po: StandingPurchaseOrder | null
}
type Part = CanceledPart<Line>

export interface AskedSupplier {
  readonly purchaseOrder: string
  readonly supplier: string
  readonly contact: string
  readonly by: "transport" | "person"
  readonly lines: ReadonlyArray<CancelWish>
}

export interface CancelRequested {
  readonly order: string
  /** No supplier has them: canceled at once. */
  readonly canceledNow: ReadonlyArray<CancelWish>
  readonly asked: ReadonlyArray<AskedSupplier>
  /** Purchase orders whose fate nobody knows yet; nothing of them was asked. */
  readonly skipped: ReadonlyArray<string>
}

const longestReason = 500

const linesOf = (
  standing: ReadonlyArray<StandingPurchaseOrder>,
  free: ReadonlyArray<{
    readonly orderLineId: Line["orderLineId"]
    readonly sku: string
    readonly free: number
  }>
): ReadonlyArray<Line> => [
  ...free.map((f) => ({ ...f, supplierSku: f.sku, cancelable: f.free, po: null })),
  ...standing
    .filter((po) => po.state === "sent")
    .flatMap((po) => po.lines.map((l) => ({ ...l, cancelable: Math.max(0, waitingOf(l) - l.asked), po })))
]

const wishOf = ({ line, quantity }: Part): CancelWish => ({ sku: line.sku, quantity })

const demandParts = Effect.fn("demandParts")(function* (
  order: Order,
  lines: ReadonlyArray<Line>,
  wishes: ReadonlyArray<CancelWish> | null
) {
  const { parts, missing } = chooseCancels(lines, wishes)
  const [first] = missing
  if (first !== undefined)
    return yield* new Refusal({
      message: `${first.quantity} x ${first.sku} of ${orderName(order.channelOrderNumber)} cannot be canceled: it has left, is canceled already, or is not in the order. Nothing was changed.`
    })
  return parts
})

/** What failed or has not begun to leave is nobody's: it is taken back first, and its pieces are free then. */
const takeBackUnsent = Effect.fn("takeBackUnsent")(function* (
  standing: ReadonlyArray<StandingPurchaseOrder>
) {
  const unsent = standing.filter((po) => po.state === "failed" || po.state === "queued")
  yield* advanceIntents(
    "withdraw",
    unsent.map((po) => ({ id: po.intentId, attempt: null, reason: "the order was canceled" }))
  )
})

const askSupplier = Effect.fn("askSupplier")(function* (
  order: Order,
  po: StandingPurchaseOrder,
  parts: ReadonlyArray<Part>,
  { code, reason }: CancelWishes
) {
  const store = yield* SupplierRequestStore
  const supplier = yield* (yield* SupplierStore).get(po.supplierId)
  if (supplier === null) return yield* Effect.die(new Error(`the supplier of ${po.number} is gone`))
  const channel = yield* (yield* ChannelStore).get(order.channelId)
  const number = yield* store.nextNumber(po.purchaseOrderId, "cancel")
  const supplierCode = supplierCancelCode(supplier.terms.cancelCodes, code)
  const waiting = po.lines.reduce((sum, l) => sum + Math.max(0, waitingOf(l) - l.asked), 0)
  const message = {
    kind: "cancel" as const,
    ...(yield* aboutOf(po)),
    code: supplierCode,
    reason,
    lines: parts.map(({ line, quantity }) => ({
      orderLineId: line.orderLineId,
      supplierSku: line.supplierSku,
      quantity
    })),
    whole: parts.reduce((sum, p) => sum + p.quantity, 0) === waiting
  }
  const intentId = yield* writeMessage(supplier, po, message, supplier.terms.cancelBy, number)
  yield* store.create(
    {
      purchaseOrderId: po.purchaseOrderId,
      about: "cancel",
      number,
      code,
      supplierCode,
      channelCode: channelCancelCode(channel?.kind ?? "", code),
      reason,
      differences: [],
      intentId,
      lines: parts.map(({ line, quantity }) => ({ orderLineId: line.orderLineId, quantity }))
    },
    yield* Actor,
    yield* now
  )
  const by = intentId === null ? ("person" as const) : ("transport" as const)
  const lines = parts.map(wishOf)
  const entry: HistoryEntry = {
    orderId: order.id,
    event: "cancel.request",
    subject: po.number,
    before: null,
    after: "requested",
    detail: { code, reason, by, lines: lines.map((l) => `${l.quantity} x ${l.sku}`).join(", ") }
  }
  return {
    asked: { purchaseOrder: po.number, supplier: supplier.name, contact: supplier.contact, by, lines },
    entry,
    jobs: intentId === null ? [] : sendJobs([{ supplierId: supplier.id, id: intentId }])
  }
})

/** A hold about pieces that are canceled now has nothing left to say. */
const releaseHolds = Effect.fn("releaseHolds")(function* (orderId: OrderId) {
  const left = yield* (yield* SupplierRequestStore).free(orderId)
  if (left.length > 0) return []
  const kinds = ["line_rejected", "no_fallback"] as const
  const released = yield* (yield* AnswerHoldStore).release({ orderId, kinds }, yield* Actor, yield* now)
  return released.map(holdEntry)
})

const cancelNow = Effect.fn("cancelNow")(function* (order: Order, parts: ReadonlyArray<Part>) {
  if (parts.length === 0) return []
  yield* (yield* SupplierRequestStore).cancelFree(
    parts.map(({ line, quantity }) => ({ orderLineId: line.orderLineId, quantity }))
  )
  const [after] = yield* (yield* OrderStore).load([order.id])
  const whole = after?.lines.every((l) => l.canceled === l.ordered) === true
  const settled = whole
    ? yield* (yield* HoldStore).settle([{ orderId: order.id, findings: [] }], yield* Actor, yield* now)
    : []
  const entry: HistoryEntry = {
    orderId: order.id,
    event: "canceled",
    subject: "no supplier has it",
    before: null,
    after: null,
    detail: { lines: parts.map(({ line, quantity }) => `${quantity} x ${line.sku}`).join(", ") }
  }
  return [entry, ...settled.map(holdEntry), ...(yield* releaseHolds(order.id))]
})

const demandWords = Effect.fn("demandWords")(function* ({ code, reason }: CancelWishes) {
  if (!isCancelCode(code))
    return yield* new Refusal({
      message: `A part of it was sent: say why with --code, one of ${Object.keys(cancelCodes).join(", ")}.`
    })
  if (reason.trim() === "" || reason.length > longestReason)
    return yield* new Refusal({
      message: `Say why (--reason), in at most ${longestReason} characters: the supplier reads it.`
    })
})

/**
 * Cancels an order of which something was sent (decisions A3): what no supplier has at once, the rest by a request to each
 * supplier. A quantity is canceled when its request was communicated, never before, and never after it has left.
 */
export const requestCancel = Effect.fn("requestCancel")(function* (wishes: CancelWishes) {
  const orders = yield* OrderStore
  const store = yield* SupplierRequestStore
  yield* demandWords(wishes)
  return yield* advance(
    Effect.gen(function* () {
      yield* orders.lock([wishes.orderId])
      const [order] = yield* orders.load([wishes.orderId])
      if (order === undefined) return yield* new Refusal({ message: "There is no such order." })
      if (wishes.lines === null) yield* takeBackUnsent(yield* store.standing(order.id))
      const standing = yield* store.standing(order.id)
      const lines = linesOf(standing, yield* store.free(order.id))
      const parts = yield* demandParts(order, lines, wishes.lines)
      const unsure = standing.filter((po) => po.state === "sending" || po.state === "in_doubt")
      if (parts.length === 0)
        return yield* new Refusal({
          message:
            unsure.length > 0
              ? `${unsure.map((po) => po.number).join(", ")} is being sent or in doubt. Settle that first (switchyard doubts list), then cancel.`
              : `Nothing of ${orderName(order.channelOrderNumber)} can be canceled any more: it has left, or is canceled or asked for already.`
        })
      const history = yield* cancelNow(
        order,
        parts.filter((p) => p.line.po === null)
      )
      const asked = yield* Effect.forEach(
        standing.flatMap((po) => {
          const own = parts.filter((p) => p.line.po?.purchaseOrderId === po.purchaseOrderId)
          return own.length === 0 ? [] : [{ po, own }]
        }),
        ({ po, own }) => askSupplier(order, po, own, wishes)
      )
      return {
        value: {
          order: order.channelOrderNumber,
          canceledNow: parts.filter((p) => p.line.po === null).map(wishOf),
          asked: asked.map((a) => a.asked),
          skipped: unsure.map((po) => po.number)
        } satisfies CancelRequested,
        orders: [order.id],
        history: [...history, ...asked.map((a) => a.entry)],
        jobs: asked.flatMap((a) => a.jobs)
      }
    })
  )
})
