import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { holdEntry } from "../apply-rules.ts"
import { batchSize, inBatches } from "../model/job-request.ts"
import type { OrderId } from "../model/order.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { HoldStore, type RestoredOrder } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"

/** More than any shop has waiting; what is beyond it takes a second call. */
const most = 100_000

/** Orders that may have been sent by a database that was lost, oldest first. */
export const listRestored = Effect.fn("listRestored")(function* (before: Date | null, limit: number = most) {
  return yield* (yield* HoldStore).restored(before, limit)
})

const releaseBatch = Effect.fn("releaseBatch")(function* (ids: ReadonlyArray<OrderId>) {
  const orders = yield* OrderStore
  const holds = yield* HoldStore
  return yield* advance(
    Effect.gen(function* () {
      yield* orders.lock(ids)
      const released = yield* holds.releaseRestored(ids, yield* Actor, yield* now)
      // No job: that nothing was sent is a person's word, and to send it is a second one.
      return {
        value: released.length,
        orders: released.map((r) => r.orderId),
        history: released.map(holdEntry)
      }
    })
  )
})

/** A person's word that nothing was sent for these orders. They show PROCESS again; nothing is sent by this itself. */
export const releaseRestored = Effect.fn("releaseRestored")(function* (orders: ReadonlyArray<RestoredOrder>) {
  let released = 0
  for (const batch of inBatches(
    orders.map((o) => o.orderId),
    10 * batchSize
  ))
    released += yield* releaseBatch(batch)
  return released
})
