import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { advanceIntents, sendJobs } from "./advance.ts"
import { holdEntry } from "./apply-rules.ts"
import { type Judged, judgeOrders } from "./judge-orders.ts"
import type { HistoryEntry } from "./model/history.ts"
import { type HoldFinding, restoredHold } from "./model/hold.ts"
import type { JobRequest } from "./model/job-request.ts"
import type { OrderId, OrderLineId } from "./model/order.ts"
import { offersFor, orderOfPieces, placeablePieces, refusersOf, reissueNumber } from "./model/reissue.ts"
import type { SupplierId } from "./model/supplier.ts"
import { validate } from "./model/validation.ts"
import { Actor } from "./ports/actor.ts"
import { AnswerHoldStore } from "./ports/answer-hold-store.ts"
import { now } from "./ports/clock.ts"
import { HoldStore } from "./ports/hold-store.ts"
import { OrderStore } from "./ports/order-store.ts"
import { type CreatedPurchaseOrder, PurchaseOrderStore } from "./ports/purchase-order-store.ts"
import { type StandingPurchaseOrder, SupplierRequestStore } from "./ports/supplier-request-store.ts"
import {
  intentOf,
  numberOf,
  orderSources,
  type Share,
  shareKey,
  sharesOf,
  type TakenNumber
} from "./write-purchase-orders.ts"

/** What a re-issue of an order would do. */
export interface ReissuePlan {
  readonly orderId: OrderId
  /** Purchase orders that are withdrawn for it. */
  readonly failed: ReadonlyArray<StandingPurchaseOrder>
  readonly judged: Judged | null
  /** Whether somebody asked to cancel a part of it, and the supplier has not heard of that yet. */
  readonly cancelAsked: boolean
  /** Since a restore nobody knows whether it was given out anew already: a person checks first. */
  readonly mayBeGiven: boolean
  /** Why it cannot be done; empty: it can. */
  readonly findings: ReadonlyArray<HoldFinding>
}

const noRefusers: ReadonlySet<SupplierId> = new Set()

/** Reads under the order's lock. `to`: a supplier that a person names, also one that refused before. null: the next best. */
export const planReissue = Effect.fn("planReissue")(function* (orderId: OrderId, to: SupplierId | null) {
  const store = yield* SupplierRequestStore
  const [order] = yield* (yield* OrderStore).load([orderId])
  const standing = yield* store.standing(orderId)
  const failed = standing.filter((p) => p.state === "failed")
  const pieces = placeablePieces(standing, yield* store.free(orderId))
  const cancelAsked = standing.some((p) => p.lines.some((l) => l.asked > 0))
  const mayBeGiven = (yield* (yield* HoldStore).open([orderId])).some((h) => h.kind === restoredHold)
  const nothing: ReissuePlan = { orderId, failed, judged: null, cancelAsked, mayBeGiven, findings: [] }
  if (order === undefined) return nothing
  const target = orderOfPieces(order, pieces)
  const [judged] = target.lines.length === 0 ? [] : yield* judgeOrders([target])
  if (judged === undefined) return nothing
  const refusers = refusersOf(standing)
  const ofProduct = new Map<number, Set<SupplierId>>()
  for (const line of target.lines) {
    const productId = line.productId ?? judged.context.productOf(line)
    if (productId === null) continue
    const known = ofProduct.get(productId) ?? new Set()
    for (const id of refusers.get(line.id) ?? noRefusers) known.add(id)
    ofProduct.set(productId, known)
  }
  const refusedBy = (productId: number) => ofProduct.get(productId) ?? noRefusers
  const context = { ...judged.context, offers: offersFor(judged.context.offers, refusedBy, to) }
  const verdict = validate(target, context)
  return {
    ...nothing,
    judged: { ...judged, context, verdict },
    findings: verdict.findings
  } satisfies ReissuePlan
})

/** The same supplier may want the old number with a suffix; anybody else gets a number of its own. */
const numbersFor = Effect.fn("numbersFor")(function* (
  shares: ReadonlyArray<Share>,
  failed: ReadonlyArray<StandingPurchaseOrder>
) {
  const sequences = yield* (yield* PurchaseOrderStore).takeNumbers(shares.map(shareKey))
  return shares.map((share, i): TakenNumber => {
    const fresh = numberOf(share, sequences[i] ?? 0)
    const before = failed.findLast((p) => p.supplierId === share.supplier.id)
    const again = before === undefined ? null : reissueNumber(before, share.supplier.terms.numbers)
    return again === null ? fresh : { ...fresh, ...again }
  })
})

const writtenEntry = (c: CreatedPurchaseOrder, instead: string): HistoryEntry => ({
  orderId: c.orderId,
  event: "purchase-order.written",
  subject: c.number,
  before: null,
  after: "queued",
  detail: instead === "" ? {} : { instead }
})

export interface Reissued {
  readonly created: ReadonlyArray<CreatedPurchaseOrder>
  readonly history: ReadonlyArray<HistoryEntry>
  readonly jobs: ReadonlyArray<JobRequest>
  /** Why nothing was done. */
  readonly findings: ReadonlyArray<HoldFinding>
}

/** Rendered before anything is withdrawn: what the new supplier cannot take leaves all as it was. */
const replacements = Effect.fn("replacements")(function* (plan: ReissuePlan, judged: Judged) {
  const shares = sharesOf(judged)
  const numbers = yield* numbersFor(shares, plan.failed)
  const sources = yield* orderSources([judged])
  const source = sources.get(judged.channel.id) ?? ""
  const written = yield* Effect.forEach(shares, (share, i) =>
    intentOf(share, numbers[i] ?? numberOf(share, 0), source)
  )
  return {
    intents: written.flatMap((one) => (Result.isSuccess(one) ? [one.success] : [])),
    findings: written.flatMap((one) => (Result.isFailure(one) ? [one.failure] : []))
  }
})

/**
 * Withdraws what failed and writes what replaces it. The caller has planned it under the same lock. What is named as
 * findings keeps everything as it was.
 */
export const carryOutReissue = Effect.fn("carryOutReissue")(function* (plan: ReissuePlan, judged: Judged) {
  const { intents, findings } = yield* replacements(plan, judged)
  if (findings.length > 0) return { created: [], history: [], jobs: [], findings } satisfies Reissued
  const at = yield* now
  const actor = yield* Actor
  const reason = "given to a supplier anew"
  const withdrawn = yield* advanceIntents(
    "withdraw",
    plan.failed.map((p) => ({ id: p.intentId, attempt: null, reason }))
  )
  // Its pieces would be with two suppliers: nothing of this transaction may stand.
  if (withdrawn.length < plan.failed.length)
    return yield* Effect.die(
      new Error(`a failed purchase order of order ${plan.orderId} moved under its lock`)
    )
  const released = yield* (yield* AnswerHoldStore).release(
    { orderId: plan.orderId, kinds: ["line_rejected", "no_fallback"] },
    actor,
    at
  )
  yield* (yield* OrderStore).routeLines(judged.verdict.routes)
  const created = yield* (yield* PurchaseOrderStore).create(intents, actor, at)
  const instead = plan.failed.map((p) => p.number).join(", ")
  return {
    created,
    history: [...released.map(holdEntry), ...created.map((c) => writtenEntry(c, instead))],
    jobs: sendJobs(created.map((c) => ({ supplierId: c.supplierId as SupplierId, id: c.intentId }))),
    findings: []
  } satisfies Reissued
})

const blockedHold = (
  lines: ReadonlyArray<OrderLineId>,
  { findings }: Pick<ReissuePlan, "findings">
): HoldFinding => ({
  kind: "no_fallback",
  field: "",
  message: `No other supplier can take what was refused: ${findings.map((f) => f.message).join(" ")}`.slice(
    0,
    1000
  ),
  detail: { lines: lines.length }
})

/**
 * What a supplier refused in so many words goes to the next one by itself, where auto-processing is on (decisions A5) and
 * nobody asked to cancel. Where no supplier is left, a hold says so. null: a person decides. Called inside `advance`.
 */
export const fallBack = Effect.fn("fallBack")(function* (orderId: OrderId) {
  const plan = yield* planReissue(orderId, null)
  const { judged } = plan
  if (judged?.channel.autoProcessing !== true || plan.cancelAsked || plan.mayBeGiven) return null
  const by = `auto-processing (accepted by ${judged.channel.autoProcessingBy ?? "nobody"})`
  const done =
    plan.findings.length > 0
      ? { created: [], history: [], jobs: [], findings: plan.findings }
      : yield* carryOutReissue(plan, judged).pipe(Effect.provideService(Actor, by))
  if (done.findings.length === 0) return done
  const finding = blockedHold(
    judged.order.lines.map((l) => l.id),
    done
  )
  const opened = yield* (yield* AnswerHoldStore).raise([{ orderId, finding }], yield* now)
  return { ...done, history: opened.map(holdEntry) } satisfies Reissued
})
