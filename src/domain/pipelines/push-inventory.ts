import * as Effect from "effect/Effect"
import type { ChannelId } from "../model/sales-channel.ts"
import type { SyncRunId } from "../model/sync-run.ts"
import { now } from "../ports/clock.ts"
import { SyncRunStore } from "../ports/sync-run-store.ts"

/** Nothing is uploaded yet: what differs stays as it is, and is shown as that. */
export const pushInventory = Effect.fn("pushInventory")((job: { readonly channelId: ChannelId }) =>
  Effect.logDebug(`stock of channel ${job.channelId} differs`)
)

export const sweepInventory = Effect.fn("sweepInventory")(function* (job: { readonly runId: SyncRunId }) {
  yield* (yield* SyncRunStore).finish(job.runId, "Inventory is not uploaded yet.", yield* now)
})
