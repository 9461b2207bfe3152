import * as Effect from "effect/Effect"
import { advanceIntents } from "./advance.ts"
import type { PurchaseOrderId } from "./model/purchase-order.ts"
import { DispatchLedger } from "./ports/dispatch-ledger.ts"
import { UnitOfWork } from "./ports/unit-of-work.ts"

const evidence = { kind: "look_up" as const, detail: { answer: "the supplier shipped or acknowledged it" } }

/**
 * A parcel or an acknowledgement proves that its purchase order had arrived, whatever we knew of the send until then: a supplier can ship faster
 * than a killed worker is replaced. Of these purchase orders; null: of all.
 */
export const proveSends = Effect.fn("proveSends")(function* (ids: ReadonlyArray<PurchaseOrderId> | null) {
  const ledger = yield* DispatchLedger
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const proved = yield* ledger.provedByShipment(ids)
      if (proved.length === 0) return
      yield* advanceIntents(
        "confirm",
        proved.map(({ id }) => ({ id, attempt: null })),
        proved.map(({ id, attempt }) => ({ id, attempt, evidence }))
      )
    })
  )
})
