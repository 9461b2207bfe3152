import * as Effect from "effect/Effect"
import { advance, advanceIntents, sendJobs } from "../advance.ts"
import { holdEntry } from "../apply-rules.ts"
import { demandAddressEdits } from "../demand-edits.ts"
import { judgeOrders } from "../judge-orders.ts"
import { waitingOf } from "../model/acknowledgement.ts"
import type { AddressField } from "../model/address.ts"
import { differencesOf } from "../model/change-request.ts"
import { valuesFor } from "../model/channel-value.ts"
import type { HistoryEntry } from "../model/history.ts"
import type { JobRequest } from "../model/job-request.ts"
import { type Order, type OrderId, orderName } from "../model/order.ts"
import type { PurchaseOrder } from "../model/purchase-order.ts"
import type { ChosenShipMethod } from "../model/ship-method.ts"
import type { ShipMethodId, Supplier, SupplierId } from "../model/supplier.ts"
import { shipMethodFor } from "../model/validation.ts"
import { Actor } from "../ports/actor.ts"
import { AnswerHoldStore } from "../ports/answer-hold-store.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { type StandingPurchaseOrder, SupplierRequestStore } from "../ports/supplier-request-store.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { aboutOf, writeMessage } from "../write-messages.ts"

export interface ChangeWishes {
  readonly orderId: OrderId
  readonly address: Partial<Record<AddressField, string>>
  readonly shipMethods: ReadonlyArray<{
    readonly supplierId: SupplierId
    readonly shipMethodId: ShipMethodId
  }>
  readonly reason: string
  /** The operator tells the suppliers and records it, whatever their transports can say. */
  readonly byPerson: boolean
}

export interface ChangedPurchaseOrder {
  readonly purchaseOrder: string
  readonly supplier: string
  readonly contact: string
  readonly differences: ReadonlyArray<string>
}

interface Concerned {
  readonly po: StandingPurchaseOrder
  readonly supplier: Supplier
  readonly method: ChosenShipMethod
  readonly differences: ReadonlyArray<string>
}

interface ChangePlan {
  readonly order: Order
  readonly concerned: ReadonlyArray<Concerned>
  /** Failed ones, where nothing was sent: they are withdrawn, so that nobody retries the old bytes. */
  readonly failed: ReadonlyArray<StandingPurchaseOrder>
}

const isWaiting = (po: StandingPurchaseOrder): boolean =>
  po.state === "sent" && po.lines.some((l) => waitingOf(l) > 0)

const named = (pos: ReadonlyArray<StandingPurchaseOrder>): string => pos.map((p) => p.number).join(", ")

const demandChangeable = Effect.fn("demandChangeable")(function* (
  order: Order,
  standing: ReadonlyArray<StandingPurchaseOrder>
) {
  const name = orderName(order.channelOrderNumber)
  if (order.status === "not_processed")
    return yield* new Refusal({ message: `Nothing of ${name} was sent: correct it with orders resolve.` })
  const unsure = standing.filter((p) => ["queued", "sending", "in_doubt"].includes(p.state))
  if (unsure.length > 0)
    return yield* new Refusal({
      message: `${named(unsure)} is not sent yet, or in doubt. Wait for it or settle it (switchyard doubts list), then change ${name}.`
    })
  const sent = standing.filter(isWaiting)
  const failed = standing.filter((p) => p.state === "failed")
  if (sent.length > 0 && failed.length > 0)
    return yield* new Refusal({
      message: `${named(failed)} failed. Give it out anew (orders reissue) or cancel it first, then change the rest of ${name}.`
    })
  if (sent.length + failed.length === 0)
    return yield* new Refusal({
      message: `Nothing of ${name} waits at a supplier, so nothing can be changed.`
    })
  return { sent, failed }
})

/** The differences, supplier by supplier, without changing anything. Read under the order's lock. */
const planChange = Effect.fn("planChange")(function* (wishes: ChangeWishes) {
  yield* demandAddressEdits(wishes.address)
  const [order] = yield* (yield* OrderStore).load([wishes.orderId])
  if (order === undefined) return yield* new Refusal({ message: "There is no such order." })
  const standing = yield* (yield* SupplierRequestStore).standing(order.id)
  const { sent, failed } = yield* demandChangeable(order, standing)
  const suppliers = new Map((yield* (yield* SupplierStore).list()).map((s) => [s.id, s]))
  const [judged] = yield* judgeOrders([order])
  if (judged === undefined) return yield* new Refusal({ message: "The order's channel is gone." })
  const shipTo = { ...order.shipTo, ...wishes.address }
  const concerned: Array<Concerned> = []
  for (const po of sent) {
    const supplier = suppliers.get(po.supplierId)
    if (supplier === undefined) continue
    const before = shipMethodFor(order, supplier.id, judged.context)
    const wish = wishes.shipMethods.find((m) => m.supplierId === supplier.id)
    const method = supplier.shipMethods.find((m) => m.id === wish?.shipMethodId) ?? before
    const differences = differencesOf({ shipTo: order.shipTo, method: before }, { shipTo, method })
    if (differences.length > 0) concerned.push({ po, supplier, method, differences })
  }
  const addressChanges = differencesOf(
    { shipTo: order.shipTo, method: { carrier: "", method: "", code: "" } },
    { shipTo, method: { carrier: "", method: "", code: "" } }
  )
  if (concerned.length === 0 && (sent.length > 0 || addressChanges.length === 0))
    return yield* new Refusal({
      message: `${orderName(order.channelOrderNumber)} says so already: nothing changes.`
    })
  return { order, concerned, failed } satisfies ChangePlan
})

/** What a change would say, to whom. */
export const previewChange = Effect.fn("previewChange")(function* (wishes: ChangeWishes) {
  const plan = yield* planChange(wishes)
  return {
    order: plan.order.channelOrderNumber,
    purchaseOrders: plan.concerned.map(
      (c): ChangedPurchaseOrder => ({
        purchaseOrder: c.po.number,
        supplier: c.supplier.name,
        contact: c.supplier.contact,
        differences: c.differences
      })
    ),
    withdrawn: plan.failed.map((p) => p.number)
  }
})

/** What suppliers are told of the channel that an order came from. */
interface Origin {
  readonly orderSource: string
  readonly supplierValues: Readonly<Record<string, string>>
}

const originOf = Effect.fn("originOf")(function* (order: Order) {
  const channels = yield* ChannelStore
  const channel = yield* channels.get(order.channelId)
  return {
    orderSource: yield* channels.orderSource(order.channelId),
    supplierValues: channel?.supplierValues ?? {}
  } satisfies Origin
})

/** The purchase order as it should be now: what neither left nor was taken back, with the new address and method. */
const wanted = (
  order: Order,
  { po, supplier, method }: Concerned,
  sequence: number,
  { orderSource, supplierValues }: Origin
): PurchaseOrder => ({
  number: po.number,
  revision: po.revision,
  sequence,
  orderId: order.id,
  supplierId: po.supplierId,
  orderedAt: order.placedAt,
  orderSource,
  channelOrderNumber: order.channelOrderNumber,
  shipTo: order.shipTo,
  email: order.customerEmail,
  shipMethod: method,
  currency: po.currency,
  channelValues: valuesFor(supplier, supplierValues),
  lines: po.lines.flatMap((l) => {
    const quantity = l.quantity - l.canceled - l.rejected
    const { orderLineId, supplierSku, unitCost, title } = l
    return quantity > 0 ? [{ orderLineId, supplierSku, quantity, unitCost, title }] : []
  })
})

const askSupplier = Effect.fn("askSupplier")(function* (
  order: Order,
  concerned: Concerned,
  wishes: ChangeWishes
) {
  const store = yield* SupplierRequestStore
  const { po, supplier, differences } = concerned
  const number = yield* store.nextNumber(po.purchaseOrderId, "change")
  const origin = yield* originOf(order)
  const about = yield* aboutOf(po)
  const message = {
    kind: "change" as const,
    ...about,
    order: wanted(order, concerned, about.sequence, origin),
    differences
  }
  const way = wishes.byPerson ? "person" : supplier.terms.changeBy
  const intentId = yield* writeMessage(supplier, po, message, way, number)
  if (intentId === null && way !== "person")
    return yield* new Refusal({
      message: `${supplier.name} cannot be told of a change by ${supplier.transport}, and its terms name nobody who tells it. Tell it yourself (${supplier.contact || "no contact is known"}) and repeat this with --by-person, or cancel ${po.number}. Nothing was changed.`
    })
  yield* store.create(
    {
      purchaseOrderId: po.purchaseOrderId,
      about: "change",
      number,
      code: "",
      supplierCode: "",
      channelCode: "",
      reason: wishes.reason,
      differences,
      intentId,
      lines: []
    },
    yield* Actor,
    yield* now
  )
  const by = intentId === null ? ("person" as const) : ("transport" as const)
  const entry: HistoryEntry = {
    orderId: order.id,
    event: "change.request",
    subject: po.number,
    before: null,
    after: "requested",
    detail: { by, differences: differences.join("; ").slice(0, 1000) }
  }
  return {
    asked: {
      purchaseOrder: po.number,
      supplier: supplier.name,
      contact: supplier.contact,
      differences,
      by
    },
    entry,
    jobs: intentId === null ? [] : sendJobs([{ supplierId: supplier.id, id: intentId }])
  }
})

const edit = Effect.fn("edit")(function* (order: Order, wishes: ChangeWishes) {
  const orders = yield* OrderStore
  const [actor, at] = [yield* Actor, yield* now]
  if (!(yield* orders.editAddress(order.id, order.version, wishes.address)))
    return yield* new Refusal({
      message: `${orderName(order.channelOrderNumber)} was changed by somebody else meanwhile. Look at it again.`
    })
  for (const { supplierId, shipMethodId } of wishes.shipMethods)
    yield* orders.chooseShipMethod(order.id, supplierId, shipMethodId, actor, at)
  const [edited] = yield* orders.load([order.id])
  return edited ?? order
})

/**
 * Changes what was sent: the order says what is wanted from now on, and every supplier that still has something to ship is
 * asked, by its transport or by a person; else it is refused with the reason, and nothing is changed.
 */
export const requestChange = Effect.fn("requestChange")(function* (wishes: ChangeWishes) {
  return yield* advance(
    Effect.gen(function* () {
      yield* (yield* OrderStore).lock([wishes.orderId])
      const plan = yield* planChange(wishes)
      const order = yield* edit(plan.order, wishes)
      const reason = "the order was changed"
      yield* advanceIntents(
        "withdraw",
        plan.failed.map((p) => ({ id: p.intentId, attempt: null, reason }))
      )
      const asked = yield* Effect.forEach(plan.concerned, (c) => askSupplier(order, c, wishes))
      const kinds = ["changed_on_channel", "no_fallback"] as const
      const holds = yield* AnswerHoldStore
      const released = yield* holds.release({ orderId: order.id, kinds }, yield* Actor, yield* now)
      const judgeAnew: ReadonlyArray<JobRequest> =
        plan.failed.length === 0 ? [] : [{ job: "orders.validate", orderIds: [order.id] }]
      return {
        value: { order: order.channelOrderNumber, asked: asked.map((a) => a.asked) },
        orders: [order.id],
        history: [...asked.map((a) => a.entry), ...released.map(holdEntry)],
        jobs: [...asked.flatMap((a) => a.jobs), ...judgeAnew]
      }
    })
  )
})
