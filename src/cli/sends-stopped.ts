import * as Effect from "effect/Effect"
import { SettingsStore } from "../domain/ports/settings-store.ts"

/** While all sends are stopped no worker sends anything, so that no answer may promise it for now. */
export const sendsStopped = Effect.gen(function* () {
  return (yield* (yield* SettingsStore).installation()).sendsStopped
})
