import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { holdEntry } from "../apply-rules.ts"
import { type AnswerHold, answerHolds } from "../model/hold.ts"
import type { OrderId } from "../model/order.ts"
import { Actor } from "../ports/actor.ts"
import { AnswerHoldStore } from "../ports/answer-hold-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { OrderStore } from "../ports/order-store.ts"

/**
 * A person has seen what a supplier said or did and takes it as it is. Only holds that an answer opened; what a rule asks for
 * goes when the rule is content.
 */
export const releaseHolds = Effect.fn("releaseHolds")(function* (
  orderId: OrderId,
  kinds: ReadonlyArray<AnswerHold> | null,
  reason: string
) {
  if (reason.trim() === "")
    return yield* new Refusal({ message: "Say why (--reason): it is kept in the history." })
  return yield* advance(
    Effect.gen(function* () {
      yield* (yield* OrderStore).lock([orderId])
      const released = yield* (yield* AnswerHoldStore).release(
        { orderId, kinds: kinds ?? answerHolds },
        yield* Actor,
        yield* now
      )
      if (released.length === 0)
        return yield* new Refusal({ message: "No hold of that kind is open on this order." })
      return {
        value: released,
        orders: [orderId],
        history: released.map((r) => {
          const entry = holdEntry(r)
          return { ...entry, detail: { ...entry.detail, reason: reason.trim() } }
        })
      }
    })
  )
})
