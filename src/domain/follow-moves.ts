import * as Effect from "effect/Effect"
import { holdEntry } from "./apply-rules.ts"
import { askAuthorizations, dropAuthorizations, moveAuthorizations } from "./ask-authorization.ts"
import type { DispatchEvent, IntentKind } from "./model/dispatch-intent.ts"
import { type Followed, moveRequests, nothingFollows } from "./move-requests.ts"
import { AcknowledgementStore } from "./ports/acknowledgement-store.ts"
import { AnswerHoldStore } from "./ports/answer-hold-store.ts"
import type { AuthorizationStore } from "./ports/authorization-store.ts"
import { now } from "./ports/clock.ts"
import type { DispatchLedger, MovedIntent } from "./ports/dispatch-ledger.ts"
import type { StoreFailure } from "./ports/failure.ts"
import type { JobQueue } from "./ports/job-queue.ts"
import type { PurchaseOrderStore } from "./ports/purchase-order-store.ts"
import type { SupplierRequestStore } from "./ports/supplier-request-store.ts"
import { SupplierStore } from "./ports/supplier-store.ts"
import type { SupplierTransports } from "./ports/supplier-transports.ts"

export interface FollowedMove extends MovedIntent {
  readonly reason: string
}

type Services =
  | AcknowledgementStore
  | AnswerHoldStore
  | AuthorizationStore
  | DispatchLedger
  | JobQueue
  | PurchaseOrderStore
  | SupplierRequestStore
  | SupplierStore
  | SupplierTransports
type Follow = (moved: ReadonlyArray<FollowedMove>) => Effect.Effect<Followed, StoreFailure, Services>

const minuteMs = 60_000

/** From the proof of the send on, the supplier has the time that it promised to answer in. */
const setDeadlines: Follow = Effect.fn("setDeadlines")(function* (moved: ReadonlyArray<FollowedMove>) {
  const at = (yield* now).getTime()
  const promises = new Map(
    (yield* (yield* SupplierStore).list()).map((s) => [s.id, s.terms.acknowledgesWithinMinutes])
  )
  const deadlines = moved.flatMap((m) => {
    const minutes = promises.get(m.supplierId)
    return minutes === undefined
      ? []
      : [{ purchaseOrderId: m.purchaseOrderId, dueAt: new Date(at + minutes * minuteMs) }]
  })
  if (deadlines.length > 0) yield* (yield* AcknowledgementStore).setDeadlines(deadlines)
  return nothingFollows
})

/** What a failed purchase order promised for later does not come. */
const forgetBackorders: Follow = Effect.fn("forgetBackorders")(function* (
  moved: ReadonlyArray<FollowedMove>
) {
  yield* (yield* AcknowledgementStore).forgetBackorders([...new Set(moved.map((m) => m.orderId))])
  return nothingFollows
})

/** The supplier has it: a dealer portal now waits for the yes to the payment. */
const startPayment: Follow = (moved) =>
  askAuthorizations(
    moved.map((m) => m.purchaseOrderId),
    moved.map((m) => m.number)
  )

/** Nothing will be shipped under it, so nobody is asked for its payment. */
const dropPayment: Follow = (moved) => dropAuthorizations(moved.map((m) => m.purchaseOrderId))

const allOf =
  (...follows: ReadonlyArray<Follow>): Follow =>
  (moved) =>
    Effect.map(
      Effect.forEach(follows, (follow) => follow(moved)),
      (each) => ({ orders: each.flatMap((f) => f.orders), history: each.flatMap((f) => f.history) })
    )

const authorized: Follow = (moved) => moveAuthorizations({ event: "confirm", of: ofIntents(moved) })

/** The supplier said no, or was not reached: a person is asked, with the words. */
const notAuthorized: Follow = Effect.fn("notAuthorized")(function* (moved: ReadonlyArray<FollowedMove>) {
  const each = yield* Effect.forEach(moved, (m) =>
    moveAuthorizations({
      event: "fail",
      of: ofIntents([m]),
      reason: m.reason === "" ? "The call ended without a word." : m.reason
    })
  )
  return { orders: each.flatMap((f) => f.orders), history: each.flatMap((f) => f.history) }
})

const ofIntents = (moved: ReadonlyArray<FollowedMove>) => ({ intentIds: moved.map((m) => m.id) })

/** The receipt is held: now the request counts as communicated (decisions A3). */
const communicate: Follow = (moved) =>
  moveRequests({ event: "communicate", of: ofIntents(moved), by: "transport", words: "" })

const withdraw: Follow = (moved) =>
  moveRequests({ event: "withdraw", of: ofIntents(moved), by: "transport", words: "" })

/** A bounce or a 997 that says no: the supplier could not read it, so nothing was canceled. */
const takeBack: Follow = Effect.fn("takeBack")(function* (moved: ReadonlyArray<FollowedMove>) {
  let all = nothingFollows
  for (const m of moved) {
    const { orders, history } = yield* moveRequests({
      event: "refuse",
      of: ofIntents([m]),
      by: "transport",
      words: m.reason
    })
    all = { orders: [...all.orders, ...orders], history: [...all.history, ...history] }
  }
  return all
})

/** It could not be said by the transport: the request stays open, and a person has to say it. */
const askAPerson: Follow = Effect.fn("askAPerson")(function* (moved: ReadonlyArray<FollowedMove>) {
  const findings = moved.map((m) => ({
    orderId: m.orderId,
    finding: {
      kind: m.kind === "cancel" ? ("cancel_refused" as const) : ("change_refused" as const),
      field: m.number,
      message: `${m.number}: the ${m.kind} request could not be sent (${m.reason || "no reason is known"}). Tell the supplier yourself and record it: switchyard requests told ${m.number}`,
      detail: { purchaseOrder: m.number }
    }
  }))
  const opened = yield* (yield* AnswerHoldStore).raise(findings, yield* now)
  return { orders: [...new Set(moved.map((m) => m.orderId))], history: opened.map(holdEntry) }
})

const ofRequest: Partial<Record<DispatchEvent, Follow>> = {
  confirm: communicate,
  withdraw,
  refuse: askAPerson,
  reject: takeBack
}

/** What a move of a promise means for what it is about: one row a kind. */
const table: Partial<Record<IntentKind, Partial<Record<DispatchEvent, Follow>>>> = {
  order: {
    confirm: allOf(setDeadlines, startPayment),
    reject: allOf(forgetBackorders, dropPayment)
  },
  cancel: ofRequest,
  change: ofRequest,
  authorize: {
    confirm: authorized,
    refuse: notAuthorized,
    reject: notAuthorized,
    withdraw: notAuthorized
  }
}

/** Called by `advanceIntents`, in its transaction. */
export const followMoves = Effect.fn("followMoves")(function* (
  event: DispatchEvent,
  moved: ReadonlyArray<FollowedMove>
) {
  let all = nothingFollows
  for (const [kind, group] of Map.groupBy(moved, (m) => m.kind)) {
    const follow = table[kind]?.[event]
    if (follow === undefined) continue
    const { orders, history } = yield* follow(group)
    all = { orders: [...all.orders, ...orders], history: [...all.history, ...history] }
  }
  return all
})
