import * as Effect from "effect/Effect"
import type { JobRequest } from "./model/job-request.ts"
import type { SyncRunId, SyncService, SyncTrigger } from "./model/sync-run.ts"
import { ChangeFeed } from "./ports/change-feed.ts"
import { now } from "./ports/clock.ts"
import { JobQueue } from "./ports/job-queue.ts"
import { type SyncParty, SyncRunStore } from "./ports/sync-run-store.ts"
import { UnitOfWork } from "./ports/unit-of-work.ts"

const jobOf = (
  service: SyncService,
  party: SyncParty,
  trigger: SyncTrigger,
  runId: SyncRunId
): JobRequest | null => {
  if (service === "orders" && "channelId" in party)
    return {
      job: trigger === "look_back" ? "orders.look-back" : "orders.download",
      channelId: party.channelId,
      runId
    }
  if (service === "fulfillment" && "channelId" in party)
    return { job: "fulfillments.sweep", channelId: party.channelId, runId }
  if (service === "inventory" && "channelId" in party)
    return { job: "inventory.sweep", channelId: party.channelId, runId }
  if (service === "tracking" && "supplierId" in party)
    return { job: "shipments.receive", supplierId: party.supplierId, runId }
  if (service === "tracking" && "carrierAccountId" in party)
    return { job: "tracking.poll", accountId: party.carrierAccountId, runId }
  return null
}

/**
 * Starts a run of a service: the run's row and its job in one transaction. null while one is going on already (which one:
 * `SyncRunStore.goingOn`). The schedule and the person on demand come through the same door, so they cannot start one twice.
 */
export const startSync = Effect.fn("startSync")(function* (
  service: SyncService,
  party: SyncParty,
  trigger: SyncTrigger
) {
  const unitOfWork = yield* UnitOfWork
  const runs = yield* SyncRunStore
  return yield* unitOfWork.run(
    Effect.gen(function* () {
      const runId = yield* runs.start(service, party, trigger, yield* now)
      if (runId === null) return null
      const job = jobOf(service, party, trigger, runId)
      if (job === null) return yield* Effect.die(new Error(`${service} does not belong to this party`))
      yield* (yield* JobQueue).enqueue([job])
      yield* (yield* ChangeFeed).publish({ about: "sync" })
      return runId
    })
  )
})
