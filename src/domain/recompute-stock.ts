import * as Effect from "effect/Effect"
import { availableKinds } from "./channel-availability.ts"
import { inBatches, type JobRequest } from "./model/job-request.ts"
import type { ChannelId } from "./model/sales-channel.ts"
import { now } from "./ports/clock.ts"
import { InventoryStore, type MarkedPart } from "./ports/inventory-store.ts"
import { JobQueue } from "./ports/job-queue.ts"
import { UnitOfWork } from "./ports/unit-of-work.ts"
import { wakeInventoryPush } from "./wake-inventory-push.ts"

const recomputePart = Effect.fn("recomputePart")(function* (part: MarkedPart, upTo: number) {
  const store = yield* InventoryStore
  const kinds = yield* availableKinds
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const done = yield* store.recomputeMarked(part, upTo, kinds, yield* now)
      if (done === null) return null
      yield* wakeInventoryPush(done.channelIds)
      const jobs = inBatches(done.orderIds).map(
        (orderIds): JobRequest => ({ job: "orders.validate", orderIds })
      )
      if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
      return done
    })
  )
})

export interface RecomputedStock {
  /** Channels that are to be told something else than before. */
  readonly channelIds: ReadonlyArray<ChannelId>
  /** A walk over all products is going on: call again. */
  readonly again: boolean
}

/**
 * Works off what is marked by now: all products that are named, then one stretch of a walk over all of them, so that a walk
 * never keeps a fresh change waiting. Each part is one transaction. Harmless to call at any time, by anybody.
 */
export const recomputeStock = Effect.fn("recomputeStock")(function* () {
  const upTo = yield* (yield* InventoryStore).newestMark()
  if (upTo === null) return { channelIds: [], again: false } satisfies RecomputedStock
  const touched = new Set<ChannelId>()
  const perform = Effect.fnUntraced(function* (part: MarkedPart) {
    const done = yield* recomputePart(part, upTo)
    for (const id of done?.channelIds ?? []) touched.add(id)
    return done !== null
  })
  while (yield* perform("named"));
  const again = yield* perform("walk")
  return { channelIds: [...touched], again } satisfies RecomputedStock
})

/**
 * The same right after a commit that is known to have marked, so that nobody waits for the next look of a worker. Whatever keeps
 * it from being done, that look does it.
 */
export const recomputeAtOnce = recomputeStock().pipe(
  Effect.catch((failure) => Effect.logDebug("What is marked waits for the next look", failure.message)),
  Effect.asVoid
)
