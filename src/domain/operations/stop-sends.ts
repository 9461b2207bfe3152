import * as Effect from "effect/Effect"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { SettingsStore } from "../ports/settings-store.ts"

/** Stops (or allows again) every send of every worker: a claim takes nothing while sends are stopped. */
export const stopSends = Effect.fn("stopSends")(function* (stopped: boolean) {
  yield* (yield* SettingsStore).stopSends(stopped, yield* Actor, yield* now)
  yield* (yield* ChangeFeed).publish({ about: "installation" })
})
