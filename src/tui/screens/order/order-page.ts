import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { type BesideOrder, besideWithoutBuyer } from "../../../domain/model/order-note.ts"
import { firstGate, type GateFacts, type SendGate } from "../../../domain/model/send-gate.ts"
import type { StandstillFacts } from "../../../domain/model/standstill.ts"
import { standstillFacts } from "../../../domain/operations/explain-order.ts"
import {
  acknowledgementWithoutBuyer,
  paymentWithoutBuyer,
  requestWithoutBuyer
} from "../../../domain/operations/mask-answers.ts"
import { orderMask } from "../../../domain/operations/reveal-order.ts"
import {
  AcknowledgementStore,
  type RecordedAcknowledgement
} from "../../../domain/ports/acknowledgement-store.ts"
import { type Authorization, AuthorizationStore } from "../../../domain/ports/authorization-store.ts"
import { Refusal } from "../../../domain/ports/failure.ts"
import { OrderBoard, type OrderDetail } from "../../../domain/ports/order-board.ts"
import { OrderNotes } from "../../../domain/ports/order-notes.ts"
import { SendGates } from "../../../domain/ports/send-gates.ts"
import { type SupplierRequest, SupplierRequestStore } from "../../../domain/ports/supplier-request-store.ts"

/** One order with everything that is recorded of it and around it. */
export interface OrderPage {
  readonly detail: OrderDetail
  readonly facts: ReadonlyArray<GateFacts>
  readonly authorizations: ReadonlyArray<Authorization>
  readonly requests: ReadonlyArray<SupplierRequest>
  /** By purchase order, oldest first. */
  readonly answers: ReadonlyMap<string, ReadonlyArray<RecordedAcknowledgement>>
  readonly beside: BesideOrder
  /** From what it is told why it is not moving. */
  readonly standstill: StandstillFacts
}

/** So many purchase orders of one order are shown with what their suppliers answered; more is a fault of the rules. */
const mostAnswered = 30

type Written = Pick<OrderPage, "requests" | "answers" | "beside" | "authorizations">

const plain = (text: string): string => text

/** What colleagues and suppliers wrote, without what is known of this buyer. The order is read for it only where they did. */
const masked = Effect.fn("maskWritten")(function* (id: OrderId, isRevealed: boolean, written: Written) {
  const { beside, requests, answers, authorizations } = written
  const isBeside = beside.notes.length + beside.tags.length > 0 || beside.assignee !== null
  const isWritten = isBeside || requests.length + answers.size + authorizations.length > 0
  const clean = isRevealed || !isWritten ? plain : (yield* orderMask(id, false)).text
  return {
    beside: besideWithoutBuyer(beside, clean),
    requests: isRevealed ? requests : requests.map(requestWithoutBuyer(clean)),
    answers: isRevealed
      ? answers
      : new Map([...answers].map(([number, ones]) => [number, ones.map(acknowledgementWithoutBuyer(clean))])),
    authorizations: authorizations.map(paymentWithoutBuyer(clean))
  } satisfies Written as Written
})

/** `isRevealed`: somebody asked for it on this page (revealing). */
export const readOrderPage = Effect.fn("readOrderPage")(function* (id: OrderId, isRevealed: boolean) {
  const board = yield* OrderBoard
  const detail = yield* isRevealed ? board.unmasked(id) : board.detail(id)
  if (detail === null) return yield* new Refusal({ message: "There is no such order any more." })
  const facts = yield* (yield* SendGates).facts(id)
  const authorizations = yield* (yield* AuthorizationStore).of({ orderId: id })
  const standstill = yield* standstillFacts(detail, facts)
  const beside = yield* (yield* OrderNotes).of(id)
  const left = detail.purchaseOrders.filter(({ sentAt }) => sentAt !== null).slice(0, mostAnswered)
  const asked = yield* SupplierRequestStore
  const answered = yield* AcknowledgementStore
  const each = yield* Effect.forEach(left, ({ number }) =>
    Effect.all({ number: Effect.succeed(number), requests: asked.of(number), answers: answered.of(number) })
  )
  return {
    detail,
    facts,
    ...(yield* masked(id, isRevealed, {
      authorizations,
      requests: each.flatMap(({ requests }) => requests),
      answers: new Map(each.map(({ number, answers }) => [number, answers])),
      beside
    })),
    standstill
  } satisfies OrderPage as OrderPage
})

/** What keeps each purchase order here now, by its number. */
export const gatesOf = (
  facts: ReadonlyArray<GateFacts>,
  at: number
): ReadonlyArray<{ readonly number: string; readonly gate: SendGate }> =>
  facts.flatMap((one) => {
    const gate = firstGate(one, new Date(at))
    return gate === null ? [] : [{ number: one.number, gate }]
  })

/** When the release window of the first purchase order ends; null: none is open. */
export const windowEnd = (facts: ReadonlyArray<GateFacts>, at: number): number | null => {
  const ends = facts
    .filter((f) => f.state === "planned" && f.waitsFor === "window" && f.notBefore.getTime() > at)
    .map((f) => f.notBefore.getTime())
  return ends.length === 0 ? null : Math.min(...ends)
}

/** Nothing of it has left, and something waits to: PROCESS can be taken back. */
export const canUndo = ({ detail, facts }: Pick<OrderPage, "detail" | "facts">): boolean =>
  detail.purchaseOrders.some(({ state }) => state === "queued") &&
  detail.purchaseOrders.every(({ state }) => state === "queued" || state === "canceled") &&
  facts.every(({ state }) => state === "planned")
