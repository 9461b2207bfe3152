import * as Effect from "effect/Effect"
import { type Judged, judgeOrders } from "./judge-orders.ts"
import type { HistoryEntry } from "./model/history.ts"
import type { HoldFinding } from "./model/hold.ts"
import { inBatches, type JobRequest } from "./model/job-request.ts"
import type { OrderId } from "./model/order.ts"
import { Actor } from "./ports/actor.ts"
import { now } from "./ports/clock.ts"
import { type HoldChange, HoldStore } from "./ports/hold-store.ts"
import { OrderStore } from "./ports/order-store.ts"

/** After something was sent, only what the channel says about the order still matters: the rest has left. */
const findingsNow = (j: Judged): ReadonlyArray<HoldFinding> =>
  j.order.status === "not_processed"
    ? j.verdict.findings
    : j.verdict.findings.filter((f) => f.kind === "canceled_on_channel" || f.kind === "refunded_on_channel")

const settled = new Set(["canceled", "completed", "shipped"])

export const holdEntry = (c: HoldChange): HistoryEntry => ({
  orderId: c.orderId,
  event: c.change === "opened" ? "hold opened" : "hold released",
  subject: c.kind,
  before: null,
  after: null,
  detail: { field: c.field, message: c.message }
})

/**
 * Auto-processing acts with the authority of the person who switched it on, and only on what would show PROCESS. What is in
 * shadow stays, and what somebody took back is that person's.
 */
const autoJobs = (judged: ReadonlyArray<Judged>): ReadonlyArray<JobRequest> => {
  const ready = judged.filter(
    (j) =>
      j.channel.autoProcessing &&
      j.order.status === "not_processed" &&
      j.verdict.findings.length === 0 &&
      !j.order.shadow &&
      j.order.undoneBy === null
  )
  const byConsent = Map.groupBy(ready, (j) => j.channel.autoProcessingBy ?? "nobody")
  return [...byConsent].flatMap(([person, group]) =>
    inBatches(group.map((j) => j.order.id)).map(
      (orderIds): JobRequest => ({
        job: "orders.process",
        orderIds,
        actor: `auto-processing (accepted by ${person})`
      })
    )
  )
}

/**
 * Applies the rules to orders: opens and releases holds, routes lines, and hands what is ready to auto-processing. Runs
 * inside `advance`; the machine (after a download) and the operator (after an edit) come through here alike.
 */
export const applyRules = Effect.fn("applyRules")(function* (ids: ReadonlyArray<OrderId>) {
  const orders = yield* OrderStore
  const holds = yield* HoldStore
  yield* orders.lock(ids)
  const judged = (yield* judgeOrders(yield* orders.load(ids))).filter((j) => !settled.has(j.order.status))
  yield* orders.routeLines(
    judged.flatMap((j) => (j.order.status === "not_processed" ? j.verdict.routes : []))
  )
  const findings = judged.map((j) => ({ orderId: j.order.id, findings: findingsNow(j) }))
  const changes = yield* holds.settle(findings, yield* Actor, yield* now)
  return {
    value: findings,
    orders: ids,
    history: changes.filter((c) => c.kind !== "not_checked").map(holdEntry),
    jobs: autoJobs(judged)
  }
})
