import * as Effect from "effect/Effect"
import { Refusal } from "./ports/failure.ts"
import { SettingsStore } from "./ports/settings-store.ts"

/** Sandbox credentials are refused by a live installation, and the other way round (decisions B8). */
export const demandEnvironment = Effect.fn("demandEnvironment")(function* (environment: string) {
  const installation = yield* (yield* SettingsStore).installation()
  if (installation.environment !== environment)
    return yield* new Refusal({
      message: `This installation is ${installation.environment}; ${environment} credentials are refused here.`
    })
})
