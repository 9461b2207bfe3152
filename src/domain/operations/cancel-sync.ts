import * as Effect from "effect/Effect"
import type { SyncRunId } from "../model/sync-run.ts"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { SyncRunStore } from "../ports/sync-run-store.ts"

export const notGoingOn = (runId: SyncRunId): Refusal =>
  new Refusal({ message: `Run ${runId} does not go on: it has ended, or there is none.` })

/**
 * Ends a run that goes on: its worker writes no further page. What was read stays, and the next run goes on at that place, so
 * nothing is lost by it.
 */
export const cancelSync = Effect.fn("cancelSync")(function* (runId: SyncRunId) {
  const why = `Canceled by ${yield* Actor}. What was read stays; the next run goes on there.`
  if (!(yield* (yield* SyncRunStore).cancel(runId, why, yield* now))) return yield* notGoingOn(runId)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
})
