import * as Effect from "effect/Effect"
import { followMoves } from "./follow-moves.ts"
import type { DispatchEvent, DispatchIntentId, Evidence } from "./model/dispatch-intent.ts"
import { dispatchLife } from "./model/dispatch-intent.ts"
import type { FulfillmentEvent, FulfillmentId } from "./model/fulfillment.ts"
import { fulfillmentLife } from "./model/fulfillment.ts"
import type { HistoryEntry } from "./model/history.ts"
import { inBatches, type JobRequest } from "./model/job-request.ts"
import { type Lifecycle, movesFor } from "./model/lifecycle.ts"
import type { OrderId } from "./model/order.ts"
import type { ChannelId } from "./model/sales-channel.ts"
import { Actor } from "./ports/actor.ts"
import { ChangeFeed } from "./ports/change-feed.ts"
import { now } from "./ports/clock.ts"
import { DispatchLedger, type IntentMove, type MovedIntent } from "./ports/dispatch-ledger.ts"
import { JobQueue } from "./ports/job-queue.ts"
import { OrderHistory } from "./ports/order-history.ts"
import { OrderStore, type StatusChange } from "./ports/order-store.ts"
import { type FulfillmentMove, type MovedFulfillment, ShipmentStore } from "./ports/shipment-store.ts"
import { UnitOfWork } from "./ports/unit-of-work.ts"
import { WorkerId } from "./ports/worker-registry.ts"

/** What a change of facts means for everything around it. */
export interface Step<A> {
  readonly value: A
  /** Orders whose facts changed: their status is recomputed. */
  readonly orders: ReadonlyArray<OrderId>
  /** Those of them that this very step made: their status was written with them, and no other fact is known yet. */
  readonly made?: ReadonlyArray<OrderId>
  readonly history?: ReadonlyArray<HistoryEntry>
  readonly jobs?: ReadonlyArray<JobRequest>
}

const statusEntry = (c: StatusChange): HistoryEntry => ({
  orderId: c.orderId,
  event: "status",
  subject: "",
  before: c.before,
  after: c.after,
  detail: {}
})

const olderOf = <A>({ orders, made = [] }: Step<A>): ReadonlyArray<OrderId> => {
  if (made.length === 0) return orders
  const young = new Set(made)
  return orders.filter((id) => !young.has(id))
}

/**
 * The door: the only way a state changes. In one transaction it applies the change, recomputes the orders' status from
 * their facts, appends to the history and enqueues what follows. One order or ten thousand: the stores are set-based.
 */
export const advance = Effect.fn("advance")(function* <A, E, R>(change: Effect.Effect<Step<A>, E, R>) {
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const step = yield* change
      const at = yield* now
      const older = olderOf(step)
      const statuses = older.length === 0 ? [] : yield* (yield* OrderStore).recompute(older, at)
      const entries = [
        ...(step.history ?? []),
        ...statuses.filter((c) => c.before !== c.after).map(statusEntry)
      ]
      if (entries.length > 0) yield* (yield* OrderHistory).append(entries, yield* Actor, at)
      if (step.jobs !== undefined && step.jobs.length > 0) yield* (yield* JobQueue).enqueue(step.jobs)
      if (step.orders.length > 0) yield* (yield* ChangeFeed).publish({ about: "orders", ids: step.orders })
      return step.value
    })
  )
})

const demandEvent = <S extends string, E extends string>(life: Lifecycle<S, E>, event: E) =>
  movesFor(life, event).length === 0 ? Effect.die(new Error(`no state answers ${event}`)) : Effect.void

/** Events that only change who holds the lease: the order's facts stay as they are. */
const leaseEvents: ReadonlySet<DispatchEvent> = new Set(["claim", "transmit"])

const intentLife = (kind: MovedIntent["kind"]) =>
  kind === "order" ? ("purchase-order" as const) : (`${kind}-message` as const)

const longestReason = 1000

/** Of a proof, what a person asks first: where it went, under which name, and which bytes. */
const toldProofs = ["to", "file", "supplierOrderId", "sha256"] as const

/** Why: as whoever moved it says, else as the attempt's own evidence does. A receipt is no reason. */
const reasonOf = (move: IntentMove | undefined, proof: Evidence | undefined): HistoryEntry["detail"] => {
  const { trouble, message } = proof?.detail ?? {}
  const reason = move?.reason ?? trouble ?? message
  return reason === undefined ? {} : { reason: String(reason).slice(0, longestReason) }
}

/** What the row says by itself, also when nobody looks at the evidence: to whom, why, which attempt, when again. */
const intentDetail = (
  m: MovedIntent,
  move: IntentMove | undefined,
  proof: Evidence | undefined
): HistoryEntry["detail"] => ({
  supplier: m.supplier,
  ...(move?.attempt == null ? {} : { attempt: move.attempt }),
  ...reasonOf(move, proof),
  ...(move?.notBefore === undefined ? {} : { again: move.notBefore.toISOString() }),
  ...Object.fromEntries(
    toldProofs.flatMap((name) => {
      const value = proof?.detail[name]
      return value === undefined || value === "" ? [] : [[name, value]]
    })
  )
})

const intentEntry = (
  event: DispatchEvent,
  m: MovedIntent,
  move: IntentMove | undefined,
  proof: Evidence | undefined
): HistoryEntry => ({
  orderId: m.orderId,
  event: `${intentLife(m.kind)}.${event}`,
  subject: m.number,
  before: m.before,
  after: m.after,
  detail: intentDetail(m, move, proof)
})

/** Intents that may be sent (again): a send job per supplier and batch, at once. Delayed ones wait for the sweep. */
export const sendJobs = (
  intents: ReadonlyArray<{ readonly supplierId: MovedIntent["supplierId"]; readonly id: DispatchIntentId }>
): ReadonlyArray<JobRequest> => {
  const bySupplier = Map.groupBy(intents, (i) => i.supplierId)
  return [...bySupplier].flatMap(([supplierId, group]) =>
    inBatches(group.map((i) => i.id)).map(
      (intentIds): JobRequest => ({ job: "purchase-orders.send", supplierId, intentIds })
    )
  )
}

/** Takes the lease on an intent, if it is free. The order's facts stay as they are: queued and sending are both Processing. */
export const claimIntent = Effect.fn("claimIntent")(function* (id: DispatchIntentId, leaseMs: number) {
  const ledger = yield* DispatchLedger
  const worker = yield* WorkerId
  const claim = Effect.gen(function* () {
    const [intent] = yield* ledger.claim([id], worker, leaseMs, yield* now)
    return { value: intent ?? null, orders: [] }
  })
  return yield* advance(claim)
})

/** Takes the lease on a push, if it is free and no other one of its order is under way. */
export const claimFulfillment = Effect.fn("claimFulfillment")(function* (id: FulfillmentId, leaseMs: number) {
  const shipments = yield* ShipmentStore
  const worker = yield* WorkerId
  const claim = Effect.gen(function* () {
    const [push] = yield* shipments.claim([id], worker, leaseMs, yield* now)
    return { value: push ?? null, orders: [] }
  })
  return yield* advance(claim)
})

export interface IntentEvidence {
  readonly id: DispatchIntentId
  readonly attempt: number
  readonly evidence: Evidence
}

/**
 * Moves dispatch intents, and the purchase orders they carry, by one event of their life. Zero moved means that
 * somebody was faster: a no-op, and then no evidence is written either.
 */
export const advanceIntents = Effect.fn("advanceIntents")(function* (
  event: DispatchEvent,
  moves: ReadonlyArray<IntentMove>,
  evidence: ReadonlyArray<IntentEvidence> = []
) {
  yield* demandEvent(dispatchLife, event)
  const ledger = yield* DispatchLedger
  return yield* advance(
    Effect.gen(function* () {
      const at = yield* now
      const moved = yield* ledger.move(event, moves, at)
      const ids = new Set(moved.map((m) => m.id))
      const proofs = evidence.filter((e) => ids.has(e.id))
      if (proofs.length > 0) yield* ledger.record(proofs, yield* Actor, at)
      if (leaseEvents.has(event)) return { value: moved, orders: [] }
      const moveOf = new Map(moves.map((m) => [m.id, m]))
      const proofOf = new Map(proofs.map((p) => [p.id, p.evidence]))
      const again = moved.filter((m) => m.after === "planned" && moveOf.get(m.id)?.notBefore === undefined)
      const followed = yield* followMoves(
        event,
        moved.map((m) => ({ ...m, reason: moveOf.get(m.id)?.reason ?? "" }))
      )
      return {
        value: moved,
        orders: [...new Set([...moved.map((m) => m.orderId), ...followed.orders])],
        history: [
          ...moved.map((m) => intentEntry(event, m, moveOf.get(m.id), proofOf.get(m.id))),
          ...followed.history
        ],
        jobs: sendJobs(again)
      }
    })
  )
})

const fulfillmentEntry = (
  event: FulfillmentEvent,
  m: MovedFulfillment,
  move: FulfillmentMove | undefined
): HistoryEntry => ({
  orderId: m.orderId,
  event: `fulfillment.${event}`,
  subject: m.tracking,
  before: m.before,
  after: m.after,
  detail: {
    ...(move?.reason === undefined ? {} : { reason: move.reason }),
    ...(move?.notBefore === undefined ? {} : { again: move.notBefore.toISOString() })
  }
})

/** A push job per channel and batch, at once. */
export const pushJobs = (
  due: ReadonlyArray<{ readonly channelId: ChannelId; readonly fulfillmentId: FulfillmentId }>
): ReadonlyArray<JobRequest> =>
  [...Map.groupBy(due, (d) => d.channelId)].flatMap(([channelId, group]) =>
    inBatches(group.map((d) => d.fulfillmentId)).map(
      (fulfillmentIds): JobRequest => ({ job: "fulfillments.push", channelId, fulfillmentIds })
    )
  )

/** Moves fulfillments by one event of their life. What waited behind one of the same order is set going. */
export const advanceFulfillments = Effect.fn("advanceFulfillments")(function* (
  event: FulfillmentEvent,
  moves: ReadonlyArray<FulfillmentMove>
) {
  yield* demandEvent(fulfillmentLife, event)
  const shipments = yield* ShipmentStore
  return yield* advance(
    Effect.gen(function* () {
      const at = yield* now
      const moved = yield* shipments.move(event, moves, at)
      const orders = [...new Set(moved.map((m) => m.orderId))]
      const moveOf = new Map(moves.map((m) => [m.id, m]))
      return {
        value: moved,
        orders,
        history: moved.map((m) => fulfillmentEntry(event, m, moveOf.get(m.id))),
        jobs: pushJobs(orders.length === 0 ? [] : yield* shipments.dueOf(orders, at))
      }
    })
  )
})
