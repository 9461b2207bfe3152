import * as Effect from "effect/Effect"
import { AlertStore } from "../ports/alert-store.ts"
import { now } from "../ports/clock.ts"
import { Heartbeat, heartbeatField, heartbeatOwner } from "../ports/heartbeat.ts"
import { Vault } from "../ports/vault.ts"

const everyMs = 60_000
/** A database that does not answer for so long is away. */
const writeLimitMs = 20_000

/** What a worker knows of its own health. */
export interface Pulse {
  /** When it last looked into a queue and was answered. */
  fetchedAt: Date | null
  /** Since when the database takes nothing. */
  awaySince: Date | null
}

export const newPulse = (): Pulse => ({ fetchedAt: null, awaySince: null })

const writes = (at: Date) =>
  Effect.flatMap(AlertStore, (store) => store.beat(at)).pipe(
    Effect.as(true),
    Effect.catchTag("StoreFailure", () => Effect.succeed(false)),
    Effect.timeoutOrElse({ duration: writeLimitMs, orElse: () => Effect.succeed(false) })
  )

const call = Effect.gen(function* () {
  const vault = yield* Vault
  if (!(yield* vault.fields(heartbeatOwner)).includes(heartbeatField)) return "not set" as const
  yield* (yield* Heartbeat).call(yield* vault.get(heartbeatOwner, heartbeatField))
  return "called" as const
})

/**
 * Calls the address outside, but only if this worker wrote to its database just now and was answered by its queue within
 * the last minute: whoever waits for the call raises the alarm when it stays away, whatever the reason is.
 */
export const beatOnce = Effect.fn("beatOnce")(function* (pulse: Pulse) {
  const at = yield* now
  if (!(yield* writes(at))) {
    pulse.awaySince ??= at
    return "database away" as const
  }
  if (pulse.awaySince !== null) {
    yield* (yield* AlertStore).note("database", "", pulse.awaySince, at)
    pulse.awaySince = null
  }
  if (pulse.fetchedAt === null || at.getTime() - pulse.fetchedAt.getTime() > everyMs)
    return "not fetching" as const
  return yield* call
})

/** A call that fails is a call that is not made: the absence tells it, and the log says why. */
export const keepBeating = (pulse: Pulse) =>
  beatOnce(pulse).pipe(
    Effect.catch((failure) =>
      Effect.as(Effect.logWarning("The heartbeat was not called", failure.message), "not taken" as const)
    ),
    Effect.andThen(Effect.sleep(everyMs)),
    Effect.forever
  )
