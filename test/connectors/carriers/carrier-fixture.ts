import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { carriersLayer } from "../../../src/connectors/carriers/carrier-table.ts"
import {
  type AskedCarrier,
  type CarrierAccount,
  CarrierAccountId
} from "../../../src/domain/model/carrier-account.ts"
import type { CarrierError } from "../../../src/domain/ports/carriers.ts"
import { Carriers } from "../../../src/domain/ports/carriers.ts"
import { memoryVault } from "../memory-vault.ts"

export const secret = "very-secret-half"

export const accountOf = (
  carrier: AskedCarrier,
  settings: Readonly<Record<string, string>>,
  given: Partial<CarrierAccount> = {}
): CarrierAccount => ({
  id: CarrierAccountId(1),
  name: `our ${carrier}`,
  carrier,
  environment: "sandbox",
  settings: { clientId: "our-client", ...settings },
  enabled: true,
  callsPerHour: null,
  quietUntil: null,
  lastPollAt: null,
  lastResult: "",
  lastFailed: false,
  ...given
})

/** The carriers as the application wires them, with a clock that stands still until it is told. */
export class CarrierDesk implements AsyncDisposable {
  #ms = Date.parse("2026-11-22T12:00:00Z")
  readonly #runtime: ManagedRuntime.ManagedRuntime<Carriers, never>

  constructor(clientSecret = secret) {
    const vault = memoryVault({ "carrier:1/clientSecret": clientSecret })
    this.#runtime = ManagedRuntime.make(carriersLayer().pipe(Layer.provide(vault)))
  }

  pass(ms: number): void {
    this.#ms += ms
  }

  run<A>(use: (carriers: typeof Carriers.Service) => Effect.Effect<A, CarrierError>): Promise<A> {
    return this.#runtime.runPromise(this.#timed(Effect.flatMap(Carriers, use)))
  }

  async failure(use: (carriers: typeof Carriers.Service) => Effect.Effect<unknown, CarrierError>) {
    const exit = await this.#runtime.runPromiseExit(this.#timed(Effect.flatMap(Carriers, use)))
    if (Exit.isSuccess(exit)) throw new Error("it did not fail")
    return Cause.squash(exit.cause) as CarrierError & {
      readonly reason: string
      readonly retryAfterMs?: number
    }
  }

  #timed<A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
    const real = Effect.runSync(Clock.clockWith(Effect.succeed))
    const clock: Clock.Clock = {
      currentTimeMillisUnsafe: () => this.#ms,
      currentTimeMillis: Effect.sync(() => this.#ms),
      currentTimeNanosUnsafe: () => BigInt(this.#ms) * 1_000_000n,
      currentTimeNanos: Effect.sync(() => BigInt(this.#ms) * 1_000_000n),
      monotonicTimeNanosUnsafe: () => real.monotonicTimeNanosUnsafe(),
      monotonicTimeNanos: real.monotonicTimeNanos,
      sleep: (duration) => real.sleep(duration)
    }
    return Effect.provideService(effect, Clock.Clock, clock)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runtime.dispose()
  }
}
