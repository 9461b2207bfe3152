import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import type { Supplier } from "../model/supplier.ts"
import type { AcknowledgedLine, IncomingAcknowledgement } from "../model/supplier-answer.ts"
import type { RequestSubject } from "../model/supplier-request.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger } from "../ports/dispatch-ledger.ts"
import { Refusal } from "../ports/failure.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { takeAcknowledgement } from "../take-acknowledgements.ts"
import { takeRequestAnswer } from "../take-request-answers.ts"

const demandSupplier = Effect.fn("demandSupplier")(function* (number: string) {
  const [intent] = yield* (yield* DispatchLedger).recorded({ number })
  if (intent === undefined) return yield* new Refusal({ message: `There is no purchase order ${number}.` })
  const supplier: Supplier | null = yield* (yield* SupplierStore).get(intent.supplierId)
  return supplier === null
    ? yield* new Refusal({ message: `The supplier of ${number} does not exist any more.` })
    : supplier
})

export interface SpokenAnswer {
  readonly number: string
  readonly standing: IncomingAcknowledgement["standing"]
  readonly supplierOrderNumber: string
  /** How it was said: phone, mail ... */
  readonly by: string
  readonly reason: string
  readonly lines: ReadonlyArray<AcknowledgedLine>
}

/** A supplier's answer that a person heard: as an 855 that came, with the person as its witness. */
export const recordAcknowledgement = Effect.fn("recordAcknowledgement")(function* (spoken: SpokenAnswer) {
  const supplier = yield* demandSupplier(spoken.number)
  const actor = yield* Actor
  const at = yield* now
  const { number, standing, supplierOrderNumber, reason, lines, by } = spoken
  const place = `told to ${actor} by ${by}`
  const acknowledgement: IncomingAcknowledgement = {
    purchaseOrderNumber: number,
    reference: `${place} at ${at.toISOString()}`,
    supplierOrderNumber,
    standing,
    reason,
    lines,
    place,
    raw: JSON.stringify(spoken)
  }
  return yield* advance(
    Effect.gen(function* () {
      const taken = yield* takeAcknowledgement(supplier, acknowledgement)
      const [unfit] = taken.inputs
      if (unfit !== undefined)
        return yield* new Refusal({ message: `${unfit.reason}. Nothing was recorded.` })
      return { ...taken, value: { supplier: supplier.name, result: taken.result } }
    })
  )
})

/** A supplier's yes or no to a request, as a person heard it. */
export const recordRequestAnswer = Effect.fn("recordRequestAnswer")(function* (spoken: {
  readonly number: string
  readonly about: RequestSubject
  readonly accepted: boolean
  readonly by: string
  readonly reason: string
}) {
  const supplier = yield* demandSupplier(spoken.number)
  const { number, about, accepted, reason, by } = spoken
  const actor = yield* Actor
  return yield* advance(
    Effect.gen(function* () {
      const standing = accepted ? ("accepted" as const) : ("rejected" as const)
      const answer = {
        purchaseOrderNumber: number,
        about,
        standing,
        reason,
        place: `told to ${actor} by ${by}`,
        raw: JSON.stringify(spoken)
      }
      const taken = yield* takeRequestAnswer(supplier, answer, by)
      if (taken.result === "quarantined" || taken.result === "unchanged")
        return yield* new Refusal({ message: `No ${about} request of ${number} waits for an answer.` })
      return { value: { supplier: supplier.name }, orders: taken.orders, history: taken.history }
    })
  )
})
