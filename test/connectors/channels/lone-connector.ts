import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type { ChannelConnector } from "../../../src/connectors/channels/channel-connector.ts"
import { type ChannelHttp, makeChannelHttp } from "../../../src/connectors/channels/channel-http.ts"
import { makeHttp } from "../../../src/connectors/http.ts"
import { FulfillmentId, type FulfillmentPush } from "../../../src/domain/model/fulfillment.ts"
import { OrderId } from "../../../src/domain/model/order.ts"
import { ChannelId, type SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import type { RequestBudgets } from "../../../src/domain/ports/request-budgets.ts"
import type { ChannelError } from "../../../src/domain/ports/sales-channels.ts"
import type { Vault } from "../../../src/domain/ports/vault.ts"
import { untouchedChannel } from "../../fixtures/untouched-channel.ts"
import { freeBudgets } from "../free-budgets.ts"
import { memoryVault } from "../memory-vault.ts"

export const channelOfKind = (
  kind: string,
  settings: Readonly<Record<string, string>>,
  more: Partial<SalesChannel> = {}
): SalesChannel => ({
  id: ChannelId(7),
  clientId: 1,
  name: "Shop",
  kind,
  environment: "sandbox",
  plan: "basic",
  settings,
  eligibleStatuses: [],
  earliestOrderAt: new Date("2026-11-01T00:00:00Z"),
  rejectUnmapped: true,
  notifyCustomer: true,
  autoProcessing: false,
  autoProcessingBy: null,
  autoProcessingAt: null,
  alertAddress: null,
  alertTestedAt: null,
  releaseSeconds: 0,
  shipmentPolicy: "each",
  ...untouchedChannel,
  shadow: false,
  liveFrom: null,
  services: [],
  version: 1,
  ...more
})

export const parcelOf = (more: Partial<FulfillmentPush> = {}): FulfillmentPush => ({
  id: FulfillmentId(1),
  orderId: OrderId(1),
  channelId: ChannelId(7),
  channelOrderId: "10",
  channelOrderNumber: "10",
  carrier: "UPS",
  service: "Ground",
  trackingNumber: "1Z999AA10123456784",
  furtherTracking: [],
  toldUnder: null,
  notifyCustomer: true,
  attempt: 1,
  failures: 0,
  lines: [{ channelLineId: "1", quantity: 2 }],
  ...more
})

/** A slow machine keeps these. */
const patient = { bodyBytes: 4 * 1024 * 1024, connectMs: 60_000, totalMs: 60_000 }

export type Block = { account: string; forMs: number }

/** When it is, until a test lets time pass. */
export const noon = Date.parse("2026-11-22T12:00:00Z")

interface World {
  readonly connector: ChannelConnector
}

/** One life of one connector, at a time of its own: what it keeps in memory is kept between the calls of a test. */
export class LoneConnector implements AsyncDisposable {
  readonly blocks: Array<Block> = []
  readonly #runtime: ManagedRuntime.ManagedRuntime<Vault | RequestBudgets, never>
  readonly #world: Promise<World>
  #close: () => Promise<void> = async () => {}
  #ms = noon

  constructor(
    make: (asking: ChannelHttp) => Effect.Effect<ChannelConnector, never, Vault>,
    secrets: Readonly<Record<string, string>>
  ) {
    const owned = Object.fromEntries(
      Object.entries(secrets).map(([name, value]) => [`channel:7/${name}`, value])
    )
    this.#runtime = ManagedRuntime.make(Layer.merge(memoryVault(owned), freeBudgets(this.blocks)))
    this.#world = new Promise((resolve, reject) => {
      const life = Effect.scoped(
        Effect.gen(function* () {
          const http = yield* makeHttp(patient)
          resolve({ connector: yield* make(yield* makeChannelHttp(http)) })
          return yield* Effect.never
        })
      )
      const controller = new AbortController()
      const ended = this.#runtime.runPromise(life, { signal: controller.signal }).catch(reject)
      this.#close = async () => {
        controller.abort()
        await ended
      }
    })
  }

  async run<A>(use: (connector: ChannelConnector) => Effect.Effect<A, ChannelError>): Promise<A> {
    return await this.#runtime.runPromise(this.#timed(use((await this.#world).connector)))
  }

  async failure<A>(
    use: (connector: ChannelConnector) => Effect.Effect<A, ChannelError>
  ): Promise<ChannelError> {
    return await this.#runtime.runPromise(this.#timed(Effect.flip(use((await this.#world).connector))))
  }

  get nowMs(): number {
    return this.#ms
  }

  pass(ms: number): void {
    this.#ms += ms
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
    await this.#close()
    await this.#runtime.dispose()
  }
}
