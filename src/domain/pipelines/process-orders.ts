import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { advance, sendJobs } from "../advance.ts"
import { holdEntry } from "../apply-rules.ts"
import { askBeforeSend } from "../ask-before-send.ts"
import { type Judged, judgeOrders } from "../judge-orders.ts"
import type { HistoryEntry } from "../model/history.ts"
import type { OrderId } from "../model/order.ts"
import { maySendFrom } from "../model/send-calendar.ts"
import { Actor } from "../ports/actor.ts"
import { AnswerHoldStore } from "../ports/answer-hold-store.ts"
import { Catalog } from "../ports/catalog.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger } from "../ports/dispatch-ledger.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { type CreatedPurchaseOrder, PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { ScheduleStore } from "../ports/schedule-store.ts"
import { intentOf, numberOf, orderSources, shareKey, sharesOf } from "../write-purchase-orders.ts"

/** All purchase orders of an order or none: what one supplier cannot take keeps the others' part here as well. */
const writePurchaseOrders = Effect.fn("writePurchaseOrders")(function* (ready: ReadonlyArray<Judged>) {
  const store = yield* PurchaseOrderStore
  const shares = ready.flatMap(sharesOf)
  if (shares.length === 0) return { created: [], opened: [] }
  const sources = yield* orderSources(ready)
  const numbers = yield* store.takeNumbers(shares.map(shareKey))
  const written = yield* Effect.forEach(shares, (share, i) => {
    return intentOf(share, numberOf(share, numbers[i] ?? 0), sources.get(share.judged.channel.id) ?? "")
  })
  const findings = shares.flatMap(({ judged }, i) => {
    const one = written[i]
    return one !== undefined && Result.isFailure(one)
      ? [{ orderId: judged.order.id, finding: one.failure }]
      : []
  })
  const kept = new Set(findings.map((f) => f.orderId))
  const intents = written.flatMap((one) =>
    Result.isSuccess(one) && !kept.has(one.success.orderId) ? [one.success] : []
  )
  return {
    created: yield* store.create(intents, yield* Actor, yield* now),
    opened: yield* (yield* AnswerHoldStore).raise(findings, yield* now)
  }
})

interface Start {
  readonly intent: CreatedPurchaseOrder
  readonly at: Date
  readonly why: "window" | "calendar"
}

/** After the channel's release window, and not before the supplier takes orders. */
const startOf = (judged: ReadonlyMap<OrderId, Judged>, intent: CreatedPurchaseOrder, at: Date): Start => {
  const { channel, context } = judged.get(intent.orderId) ?? { channel: undefined, context: undefined }
  const released = new Date(at.getTime() + (channel?.releaseSeconds ?? 0) * 1000)
  const opening = maySendFrom(context?.suppliers.get(intent.supplierId)?.terms.calendar, released)
  return { intent, at: opening, why: opening > released ? "calendar" : "window" }
}

/** What may not leave yet waits in its row; the sweep comes at that very moment. The rest has its job at once. */
const startSends = Effect.fn("startSends")(function* (
  ready: ReadonlyArray<Judged>,
  created: ReadonlyArray<CreatedPurchaseOrder>
) {
  const at = yield* now
  const ledger = yield* DispatchLedger
  const judged = new Map(ready.map((j) => [j.order.id, j]))
  const starts = created.map((c) => startOf(judged, c, at))
  const later = starts.filter((s) => s.at > at)
  for (const group of Map.groupBy(later, (s) => `${s.why} ${s.at.getTime()}`).values()) {
    const [first] = group
    if (first === undefined) continue
    yield* ledger.defer(
      group.map((s) => s.intent.intentId),
      first.at,
      first.why
    )
  }
  if (later.length > 0) {
    const soonest = new Date(Math.min(...later.map((s) => s.at.getTime())))
    yield* (yield* ScheduleStore).hasten("sweep", soonest)
  }
  return sendJobs(
    starts.filter((s) => s.at <= at).map((s) => ({ supplierId: s.intent.supplierId, id: s.intent.intentId }))
  )
})

const writtenEntry = (c: CreatedPurchaseOrder): HistoryEntry => ({
  orderId: c.orderId,
  event: "purchase-order.written",
  subject: c.number,
  before: null,
  after: "queued",
  detail: {}
})

/**
 * An order becomes one purchase order per supplier. Only what would show PROCESS, judged again under the lock; what is in
 * shadow is written by nobody.
 */
export const processOrders = Effect.fn("processOrders")(function* (job: {
  readonly orderIds: ReadonlyArray<OrderId>
  readonly actor: string
}) {
  const orders = yield* OrderStore
  const holds = yield* HoldStore
  yield* askBeforeSend(job.orderIds)
  const change = Effect.gen(function* () {
    yield* orders.lock(job.orderIds)
    const waiting = (yield* orders.load(job.orderIds)).filter((o) => o.action === "process" && !o.shadow)
    const wanted = waiting.flatMap((o) => o.lines.flatMap((line) => line.productId ?? []))
    // Before the judgement looks at what is left: two workers must not both give the last piece away.
    yield* (yield* Catalog).lockStock(wanted)
    const judged = yield* judgeOrders(waiting)
    const fallen = judged.filter((j) => j.verdict.findings.length > 0)
    const findings = fallen.map((j) => ({ orderId: j.order.id, findings: j.verdict.findings }))
    const opened = findings.length === 0 ? [] : yield* holds.settle(findings, job.actor, yield* now)
    const ready = judged.filter((j) => j.verdict.findings.length === 0)
    const { created, opened: unsendable } = yield* writePurchaseOrders(ready)
    return {
      value: undefined,
      orders: judged.map((j) => j.order.id),
      history: [...[...opened, ...unsendable].map(holdEntry), ...created.map(writtenEntry)],
      jobs: yield* startSends(ready, created)
    }
  })
  yield* advance(change).pipe(Effect.provideService(Actor, job.actor))
})
