import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import { advance, sendJobs } from "../advance.ts"
import { holdEntry } from "../apply-rules.ts"
import { type Judged, judgeOrders } from "../judge-orders.ts"
import type { AllocatedLine } from "../model/allocation.ts"
import type { HistoryEntry } from "../model/history.ts"
import { times } from "../model/money.ts"
import type { OrderId } from "../model/order.ts"
import * as PurchaseOrder from "../model/purchase-order.ts"
import type { Supplier, SupplierId } from "../model/supplier.ts"
import { shipMethodFor } from "../model/validation.ts"
import { Actor } from "../ports/actor.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import {
  type CreatedPurchaseOrder,
  type NewPurchaseOrder,
  PurchaseOrderStore
} from "../ports/purchase-order-store.ts"
import { SupplierTransports } from "../ports/supplier-transports.ts"

interface Share {
  readonly judged: Judged
  readonly supplier: Supplier
  readonly lines: ReadonlyArray<AllocatedLine>
}

/** One share per order and supplier: what becomes one purchase order. */
const sharesOf = (judged: Judged): ReadonlyArray<Share> =>
  [...judged.verdict.allocation.bySupplier].flatMap(([supplierId, lines]) => {
    const supplier = judged.context.suppliers.get(supplierId)
    return supplier === undefined ? [] : [{ judged, supplier, lines }]
  })

const costOf = (lines: ReadonlyArray<AllocatedLine>): string | null => {
  const costs = lines.map((l) => (l.offer.cost === null ? null : times(l.offer.cost, l.quantity)))
  // An unknown cost makes the whole cost unknown; it is never guessed.
  return costs.includes(null) ? null : String(costs.reduce((sum, c) => sum + Number(c), 0).toFixed(4))
}

const purchaseOrderOf = (share: Share, number: string, orderSource: string): PurchaseOrder.PurchaseOrder => {
  const { order, context } = share.judged
  const lineOf = new Map(order.lines.map((l) => [l.id, l]))
  return {
    number,
    revision: 1,
    orderId: order.id,
    supplierId: share.supplier.id,
    orderedAt: order.placedAt,
    orderSource,
    channelOrderNumber: order.channelOrderNumber,
    shipTo: order.shipTo,
    email: order.customerEmail,
    shipMethod: shipMethodFor(order, share.supplier.id, context),
    currency: share.supplier.currency,
    lines: share.lines.map((l) => ({
      orderLineId: l.lineId,
      supplierSku: l.offer.supplierSku,
      quantity: l.quantity,
      unitCost: l.offer.cost,
      title: lineOf.get(l.lineId)?.title ?? ""
    }))
  }
}

/** The bytes are rendered and written down now, so that what was previewed is what is sent. */
const intentOf = Effect.fn("intentOf")(function* (share: Share, number: string, orderSource: string) {
  const transports = yield* SupplierTransports
  const purchaseOrder = purchaseOrderOf(share, number, orderSource)
  const rendered = transports.render(share.supplier, purchaseOrder)
  return {
    orderId: purchaseOrder.orderId,
    supplierId: purchaseOrder.supplierId,
    number,
    revision: purchaseOrder.revision,
    shipMethod: purchaseOrder.shipMethod,
    currency: purchaseOrder.currency,
    cost: costOf(share.lines),
    transport: share.supplier.transport,
    dispatchKey: PurchaseOrder.dispatchKey(share.supplier.id, number, purchaseOrder.revision),
    rendered,
    contentHash: createHash("sha256").update(rendered.content).digest("hex"),
    lines: purchaseOrder.lines
  } satisfies NewPurchaseOrder
})

const orderSources = Effect.fn("orderSources")(function* (judged: ReadonlyArray<Judged>) {
  const channels = yield* ChannelStore
  const sources = new Map<number, string>()
  for (const id of new Set(judged.map((j) => j.channel.id))) sources.set(id, yield* channels.orderSource(id))
  return sources
})

const writePurchaseOrders = Effect.fn("writePurchaseOrders")(function* (ready: ReadonlyArray<Judged>) {
  const store = yield* PurchaseOrderStore
  const shares = ready.flatMap(sharesOf)
  if (shares.length === 0) return []
  const sources = yield* orderSources(ready)
  const numbers = yield* store.takeNumbers(shares.length)
  const intents = yield* Effect.forEach(shares, (share, i) => {
    const number = PurchaseOrder.purchaseOrderNumber(share.supplier.purchaseOrderPrefix, numbers[i] ?? 0)
    return intentOf(share, number, sources.get(share.judged.channel.id) ?? "")
  })
  return yield* store.create(intents, yield* Actor, yield* now)
})

const writtenEntry = (c: CreatedPurchaseOrder): HistoryEntry => ({
  orderId: c.orderId,
  event: "purchase-order.written",
  subject: c.number,
  before: null,
  after: "queued",
  detail: {}
})

/** An order becomes one purchase order per supplier. Only what would show PROCESS, judged again under the lock. */
export const processOrders = Effect.fn("processOrders")(function* (job: {
  readonly orderIds: ReadonlyArray<OrderId>
  readonly actor: string
}) {
  const orders = yield* OrderStore
  const holds = yield* HoldStore
  const change = Effect.gen(function* () {
    yield* orders.lock(job.orderIds)
    const waiting = (yield* orders.load(job.orderIds)).filter((o) => o.action === "process")
    const judged = yield* judgeOrders(waiting)
    const fallen = judged.filter((j) => j.verdict.findings.length > 0)
    const findings = fallen.map((j) => ({ orderId: j.order.id, findings: j.verdict.findings }))
    const opened = findings.length === 0 ? [] : yield* holds.settle(findings, job.actor, yield* now)
    const created = yield* writePurchaseOrders(judged.filter((j) => j.verdict.findings.length === 0))
    return {
      value: undefined,
      orders: judged.map((j) => j.order.id),
      history: [...opened.map(holdEntry), ...created.map(writtenEntry)],
      jobs: sendJobs(created.map((c) => ({ supplierId: c.supplierId as SupplierId, id: c.intentId })))
    }
  })
  yield* advance(change).pipe(Effect.provideService(Actor, job.actor))
})
