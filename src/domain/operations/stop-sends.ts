import * as Effect from "effect/Effect"
import { noteActivity, ofChannel, ofInstallation, ofSupplier } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { SendGates, type StopScope } from "../ports/send-gates.ts"
import { SupplierStore } from "../ports/supplier-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const subjectOf = Effect.fn("subjectOf")(function* (stop: StopScope) {
  if (stop.scope === "all") return ofInstallation
  if (stop.scope === "channel") {
    const channel = yield* (yield* ChannelStore).get(stop.channelId)
    return ofChannel({ id: stop.channelId, name: channel?.name ?? "" })
  }
  const supplier = yield* (yield* SupplierStore).get(stop.supplierId)
  return ofSupplier({ id: stop.supplierId, name: supplier?.name ?? "" })
})

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
  const changed = yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const moved = yield* stopped ? gates.stop(scope, actor, at) : gates.resume(scope, actor, at)
      if (moved) yield* noteActivity(stopped ? "sends stopped" : "sends resumed", yield* subjectOf(scope))
      return moved
    })
  )
  // Only what is committed is seen by the others: whoever is in the middle of a mark is waited for afterwards.
  if (stopped) yield* gates.barrier()
  yield* (yield* ChangeFeed).publish({ about: "installation" })
  return changed
})
