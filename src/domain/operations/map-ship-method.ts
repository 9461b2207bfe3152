import * as Effect from "effect/Effect"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import type { ShipMethodMapping } from "../model/ship-method.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { saveMapping } from "../save-mapping.ts"

/** Saves a mapping for future orders and checks every order anew that waited for it. Returns how many those are. */
export const mapShipMethod = Effect.fn("mapShipMethod")(function* (mapping: ShipMethodMapping) {
  const supplier = yield* (yield* SupplierStore).get(mapping.supplierId)
  const method = supplier?.shipMethods.find((m) => m.id === mapping.shipMethodId)
  if (supplier === null || supplier === undefined || method === undefined)
    return yield* new Refusal({ message: "That carrier and method is not one of this supplier's own." })
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      yield* saveMapping(mapping)
      const waiting = yield* (yield* HoldStore).waitingForMapping(
        mapping.channelId,
        mapping.supplierId,
        mapping.channelMethodName
      )
      const jobs = inBatches(waiting).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
      if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
      yield* (yield* ChangeFeed).publish({ about: "suppliers" })
      return waiting.length
    })
  )
})
