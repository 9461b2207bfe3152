import * as Effect from "effect/Effect"
import { advance, advanceIntents } from "../advance.ts"
import { holdEntry } from "../apply-rules.ts"
import type { RequestSubject } from "../model/supplier-request.ts"
import { moveRequests } from "../move-requests.ts"
import { Actor } from "../ports/actor.ts"
import { AnswerHoldStore } from "../ports/answer-hold-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"
import { type SupplierRequest, SupplierRequestStore } from "../ports/supplier-request-store.ts"

const mostShown = 500

const refusedHold = { cancel: "cancel_refused", change: "change_refused" } as const

/** Requests that are not settled: not communicated, or communicated and not answered. */
export const listRequests = Effect.fn("listRequests")(function* () {
  return yield* (yield* SupplierRequestStore).open(mostShown)
})

/** The oldest request of this kind that the supplier has not heard of, read under the order's lock. */
const demandUntold = Effect.fn("demandUntold")(function* (number: string, about: RequestSubject) {
  const store = yield* SupplierRequestStore
  const untold = (requests: ReadonlyArray<SupplierRequest>) =>
    requests.find((r) => r.about === about && r.state === "requested")
  const [any] = yield* store.of(number)
  if (any !== undefined) yield* (yield* OrderStore).lock([any.orderId])
  const request = untold(yield* store.of(number))
  if (request === undefined)
    return yield* new Refusal({ message: `No ${about} request of ${number} waits to be told.` })
  if (request.intentState === "in_doubt")
    return yield* new Refusal({
      message: `Whether the ${about} request of ${number} arrived is in doubt. Ask the supplier, then: switchyard doubts settle ${number}`
    })
  if (request.intentState === "claimed" || request.intentState === "transmitting")
    return yield* new Refusal({ message: `The ${about} request of ${number} is being sent right now.` })
  return request
})

/** Nothing is sent for it any more. A worker that took it meanwhile was faster: then nothing of this step may stand. */
const silence = Effect.fn("silence")(function* ({ intentId, about, purchaseOrder }: SupplierRequest) {
  if (intentId === null) return
  const silenced = yield* advanceIntents("withdraw", [{ id: intentId, attempt: null }])
  if (silenced.length === 0)
    return yield* new Refusal({
      message: `The ${about} request of ${purchaseOrder} is being sent right now.`
    })
})

/** A person told the supplier: what was asked counts as communicated from now on, and nothing is sent for it any more. */
export const tellRequest = Effect.fn("tellRequest")(function* (
  number: string,
  about: RequestSubject,
  by: string,
  note: string
) {
  return yield* advance(
    Effect.gen(function* () {
      const request = yield* demandUntold(number, about)
      const { orders, history } = yield* moveRequests({
        event: "communicate",
        of: { ids: [request.id] },
        by,
        words: note
      })
      yield* silence(request)
      // Where it could not be sent, a hold asked for exactly this.
      const released = yield* (yield* AnswerHoldStore).release(
        { orderId: request.orderId, kinds: [refusedHold[about]], fields: [number] },
        yield* Actor,
        yield* now
      )
      return {
        value: { supplier: request.supplier, lines: request.lines },
        orders,
        history: [...history, ...released.map(holdEntry)]
      }
    })
  )
})

/** Takes a request back before the supplier has heard of it. */
export const withdrawRequest = Effect.fn("withdrawRequest")(function* (
  number: string,
  about: RequestSubject
) {
  return yield* advance(
    Effect.gen(function* () {
      const request = yield* demandUntold(number, about)
      const { orders, history } = yield* moveRequests({
        event: "withdraw",
        of: { ids: [request.id] },
        by: "person",
        words: ""
      })
      yield* silence(request)
      return { value: { supplier: request.supplier }, orders, history }
    })
  )
})
