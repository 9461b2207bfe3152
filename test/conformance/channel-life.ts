import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { salesChannelsLayer } from "../../src/connectors/channels/channel-table.ts"
import { defaultLimits, type HttpLimits } from "../../src/connectors/http.ts"
import type { ChannelFailure } from "../../src/domain/ports/failure.ts"
import { type ChannelError, type OrderPage, SalesChannels } from "../../src/domain/ports/sales-channels.ts"
import { freeBudgets } from "../connectors/free-budgets.ts"
import { memoryVault } from "../connectors/memory-vault.ts"
import { patient as patientRemote } from "../connectors/transports/remote-places.ts"
import { began, type ChannelWorld } from "./channel-world.ts"

/** Bodies are bounded as in life; a slow machine gets its time. */
const patient: HttpLimits = { bodyBytes: defaultLimits.bodyBytes, connectMs: 60_000, totalMs: 60_000 }

export type Channels = SalesChannels["Service"]

/** One life of the whole channel table: what another worker would have. Its clock stands where the story is. */
export class ChannelLife implements AsyncDisposable {
  readonly blocks: Array<{ account: string; forMs: number }> = []
  readonly world: ChannelWorld
  at = began
  readonly #runtime: ManagedRuntime.ManagedRuntime<SalesChannels, never>

  constructor(world: ChannelWorld, limits: Partial<HttpLimits> = {}) {
    this.world = world
    const { id } = world.channel
    const owned = Object.fromEntries(
      Object.entries(world.secrets).map(([name, value]) => [`channel:${id}/${name}`, value])
    )
    const times = { sftp: patientRemote, ftp: patientRemote, local: patientRemote, idleMs: 60_000 }
    this.#runtime = ManagedRuntime.make(
      salesChannelsLayer({ limits: { ...patient, ...limits }, filesTimes: times }).pipe(
        Layer.provide(Layer.merge(memoryVault(owned), freeBudgets(this.blocks)))
      )
    )
  }

  run<A>(use: (channels: Channels) => Effect.Effect<A, ChannelError>): Promise<A> {
    return this.#runtime.runPromise(this.#timed(SalesChannels.use(use)))
  }

  /** What it came to, whichever way. */
  async outcome<A>(
    use: (channels: Channels) => Effect.Effect<A, ChannelError>
  ): Promise<{ readonly value: A } | { readonly failure: ChannelFailure }> {
    const either = Effect.match(SalesChannels.use(use), {
      onSuccess: (value) => ({ value }),
      onFailure: (failure) => ({ failure: failure as ChannelFailure })
    })
    return await this.#runtime.runPromise(this.#timed(either))
  }

  page(since: Date, place: string | null): Promise<OrderPage> {
    return this.run((channels) => channels.downloadPage(this.world.channel, since, place))
  }

  #timed<A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
    const real = Effect.runSync(Clock.clockWith(Effect.succeed))
    const ms = () => this.at.getTime()
    const clock: Clock.Clock = {
      currentTimeMillisUnsafe: ms,
      currentTimeMillis: Effect.sync(ms),
      currentTimeNanosUnsafe: () => BigInt(ms()) * 1_000_000n,
      currentTimeNanos: Effect.sync(() => BigInt(ms()) * 1_000_000n),
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
