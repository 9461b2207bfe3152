import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** Now, by Effect's Clock: virtual in tests. Leases and fencing use the database's clock instead. */
export const now: Effect.Effect<Date> = Effect.map(Clock.currentTimeMillis, (ms) => new Date(ms))
