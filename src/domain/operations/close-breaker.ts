import * as Effect from "effect/Effect"
import { noteActivity, ofSupplier } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { Breakers } from "../ports/breakers.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

/** A person's word that a supplier works again: what waits behind its breaker leaves, oldest first, at a limited rate. */
export const closeBreaker = Effect.fn("closeBreaker")(function* (name: string) {
  const supplier = yield* (yield* SupplierStore).byName(name)
  if (supplier === null) return yield* new Refusal({ message: `There is no supplier “${name}”.` })
  const actor = yield* Actor
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      if (!(yield* (yield* Breakers).close(supplier.id, actor, yield* now)))
        return yield* new Refusal({ message: `The breaker of ${name} is not open.` })
      yield* noteActivity("breaker closed", ofSupplier(supplier))
      yield* (yield* JobQueue).enqueue([
        { job: "purchase-orders.send", supplierId: supplier.id, intentIds: [] }
      ])
      yield* (yield* ChangeFeed).publish({ about: "suppliers" })
    })
  )
})
