import * as Effect from "effect/Effect"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import type { ShipMethodMapping } from "../model/ship-method.ts"
import type { ShipMethodId, Supplier } from "../model/supplier.ts"
import { noteActivity, ofChannel, ofSupplier } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { MappingStore } from "../ports/mapping-store.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const methodText = (supplier: Supplier, id: ShipMethodId | undefined): string | null => {
  const method = supplier.shipMethods.find((m) => m.id === id)
  return method === undefined ? null : `${method.carrier} ${method.method}`
}

/** Before it is saved: what it was until now is still there. */
const noteMapping = Effect.fn("noteMapping")(function* (mapping: ShipMethodMapping, supplier: Supplier) {
  const { channelId, channelMethodName } = mapping
  const channel = channelId === null ? null : yield* (yield* ChannelStore).get(channelId)
  const known = (yield* (yield* MappingStore).list()).find(
    (m) =>
      m.channelId === channelId && m.supplierId === supplier.id && m.channelMethodName === channelMethodName
  )
  const before = methodText(supplier, known?.shipMethodId)
  const after = methodText(supplier, mapping.shipMethodId)
  if (before === after) return
  const whose = channel === null ? "on every channel" : `by ${supplier.name}`
  yield* noteActivity("ship method mapped", channel === null ? ofSupplier(supplier) : ofChannel(channel), [
    { field: `${channelMethodName} ${whose}`, before, after }
  ])
})

/** Saves a mapping for future orders and checks every order anew that waited for it. Returns how many those are. */
export const mapShipMethod = Effect.fn("mapShipMethod")(function* (mapping: ShipMethodMapping) {
  const supplier = yield* (yield* SupplierStore).get(mapping.supplierId)
  const method = supplier?.shipMethods.find((m) => m.id === mapping.shipMethodId)
  if (supplier === null || supplier === undefined || method === undefined)
    return yield* new Refusal({ message: "That carrier and method is not one of this supplier's own." })
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      yield* noteMapping(mapping, supplier)
      yield* (yield* MappingStore).save(mapping, yield* Actor, yield* now)
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
