import * as Effect from "effect/Effect"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { SendGates, type StopScope } from "../ports/send-gates.ts"

/**
 * Stops (or allows again) the sends of every worker: of everything, one supplier or one channel. Once it answers, no mark
 * is committed any more; what is past its mark is finished. False: it was so already.
 */
export const stopSends = Effect.fn("stopSends")(function* (
  stopped: boolean,
  scope: StopScope = { scope: "all" }
) {
  const gates = yield* SendGates
  const actor = yield* Actor
  const at = yield* now
  const changed = yield* stopped ? gates.stop(scope, actor, at) : gates.resume(scope, actor, at)
  yield* (yield* ChangeFeed).publish({ about: "installation" })
  return changed
})
