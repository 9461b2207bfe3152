import * as Effect from "effect/Effect"
import { advance, sendJobs } from "../advance.ts"
import { holdEntry } from "../apply-rules.ts"
import { type Judged, judgeOrders } from "../judge-orders.ts"
import type { HistoryEntry } from "../model/history.ts"
import type { OrderId } from "../model/order.ts"
import type { SupplierId } from "../model/supplier.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { type CreatedPurchaseOrder, PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { intentOf, numberOf, orderSources, shareKey, sharesOf } from "../write-purchase-orders.ts"

const writePurchaseOrders = Effect.fn("writePurchaseOrders")(function* (ready: ReadonlyArray<Judged>) {
  const store = yield* PurchaseOrderStore
  const shares = ready.flatMap(sharesOf)
  if (shares.length === 0) return []
  const sources = yield* orderSources(ready)
  const numbers = yield* store.takeNumbers(shares.map(shareKey))
  const intents = yield* Effect.forEach(shares, (share, i) => {
    return intentOf(share, numberOf(share, numbers[i] ?? 0), sources.get(share.judged.channel.id) ?? "")
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
