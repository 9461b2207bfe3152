import * as Effect from "effect/Effect"
import { holdEntry } from "./apply-rules.ts"
import type { HistoryEntry } from "./model/history.ts"
import type { HoldFinding } from "./model/hold.ts"
import type { OrderId } from "./model/order.ts"
import type { RequestEvent } from "./model/supplier-request.ts"
import { AnswerHoldStore } from "./ports/answer-hold-store.ts"
import { now } from "./ports/clock.ts"
import { type MovedRequest, type RequestMove, SupplierRequestStore } from "./ports/supplier-request-store.ts"

/** What follows from a change, for `advance`. */
export interface Followed {
  readonly orders: ReadonlyArray<OrderId>
  readonly history: ReadonlyArray<HistoryEntry>
}

export const nothingFollows: Followed = { orders: [], history: [] }

const longestWords = 300

export const linesText = (lines: MovedRequest["lines"]): string =>
  lines.map((l) => `${l.quantity} x ${l.sku}`).join(", ")

/** Who asked for something and did not get it must see that on the order. */
export const refusedRequest = (m: MovedRequest, words: string): HoldFinding => {
  const why = words === "" ? "it gave no reason" : words.slice(0, longestWords)
  const what = m.about === "cancel" ? `to cancel ${linesText(m.lines)}` : "the change"
  const then =
    m.about === "cancel" ? "It ships after all: release the hold, or ask again." : "It ships as it was sent."
  return {
    kind: m.about === "cancel" ? "cancel_refused" : "change_refused",
    field: m.purchaseOrder,
    message: `${m.purchaseOrder}: ${m.supplier} refuses ${what} (${why}). ${then}`,
    detail: { purchaseOrder: m.purchaseOrder, request: m.id }
  }
}

const entry = (event: RequestEvent, { by, words }: RequestMove, m: MovedRequest): HistoryEntry => ({
  orderId: m.orderId,
  event: `${m.about}.${event}`,
  subject: m.purchaseOrder,
  before: m.before,
  after: m.after,
  detail: {
    by,
    ...(words === "" ? {} : { words: words.slice(0, longestWords) }),
    ...(m.lines.length === 0 ? {} : { lines: linesText(m.lines) })
  }
})

/** Moves requests by one event of their life; the pieces go with them, and a refusal opens a hold. Called inside `advance`. */
export const moveRequests = Effect.fn("moveRequests")(function* (move: RequestMove) {
  const at = yield* now
  const moved = yield* (yield* SupplierRequestStore).move(move, at)
  const refused = moved.filter((m) => m.after === "refused")
  const findings = refused.map((m) => ({ orderId: m.orderId, finding: refusedRequest(m, move.words) }))
  const opened = yield* (yield* AnswerHoldStore).raise(findings, at)
  return {
    moved,
    orders: [...new Set(moved.map((m) => m.orderId))],
    history: [...moved.map((m) => entry(move.event, move, m)), ...opened.map(holdEntry)]
  }
})
