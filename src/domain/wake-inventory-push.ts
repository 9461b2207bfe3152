import * as Effect from "effect/Effect"
import type { JobRequest } from "./model/job-request.ts"
import type { ChannelId } from "./model/sales-channel.ts"
import { now } from "./ports/clock.ts"
import { JobQueue } from "./ports/job-queue.ts"
import { StockPushes } from "./ports/stock-pushes.ts"
import { UnitOfWork } from "./ports/unit-of-work.ts"

/**
 * What these channels (null: all) are to be told has changed: one push for each whose Inventory Upload is on and that differs,
 * and none for one that waits for its push already. It reads the values when it sends. Called after the change, best at the
 * end of its transaction: until that ends, a push that begins waits for it.
 */
export const wakeInventoryPush = Effect.fn("wakeInventoryPush")(function* (
  channelIds: ReadonlyArray<ChannelId> | null
) {
  if (channelIds?.length === 0) return
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const woken = yield* (yield* StockPushes).wake(channelIds, yield* now)
      const jobs = woken.map((channelId): JobRequest => ({ job: "inventory.push", channelId }))
      if (jobs.length > 0) yield* (yield* JobQueue).enqueue(jobs)
    })
  )
})
