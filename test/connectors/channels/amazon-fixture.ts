import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { makeAmazon } from "../../../src/connectors/channels/amazon/amazon.ts"
import { type AmazonAsk, makeAmazonAsk } from "../../../src/connectors/channels/amazon/amazon-ask.ts"
import { makeAmazonSession } from "../../../src/connectors/channels/amazon/amazon-session.ts"
import type { ChannelConnector } from "../../../src/connectors/channels/channel-connector.ts"
import { makeChannelHttp } from "../../../src/connectors/channels/channel-http.ts"
import { makeHttp } from "../../../src/connectors/http.ts"
import { FulfillmentId, type FulfillmentPush } from "../../../src/domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { RequestBudgets } from "../../../src/domain/ports/request-budgets.ts"
import type { ChannelError, RequestAllowance } from "../../../src/domain/ports/sales-channels.ts"
import { Vault } from "../../../src/domain/ports/vault.ts"
import { freeBudgets } from "../free-budgets.ts"
import { memoryVault } from "../memory-vault.ts"
import { channelOf, pushOf } from "./vendure-fixture.ts"

export const secrets = {
  clientId: "amzn1.application-oa2-client.canary-client",
  clientSecret: "amzn1.oa2-cs.canary-secret",
  refreshToken: "Atzr|canary-refresh"
}

export const amazonChannel = (url: string, more: Partial<SalesChannel> = {}): SalesChannel =>
  channelOf(url, {
    kind: "amazon",
    settings: { marketplace: "US", sellerId: "A2SELLER", endpoint: url, loginUrl: url },
    eligibleStatuses: ["UNSHIPPED"],
    ...more
  })

export const amazonPush = (more: Partial<FulfillmentPush> = {}): FulfillmentPush =>
  pushOf({
    id: FulfillmentId(42),
    channelOrderId: "111-0000001-0000001",
    channelOrderNumber: "111-0000001-0000001",
    trackingNumber: "1Z999AA10123456784",
    lines: [{ channelLineId: "I1", quantity: 2 }],
    ...more
  })

interface Taken {
  readonly account: string
  readonly allowance: RequestAllowance
}

class Wired extends Context.Service<
  Wired,
  { readonly connector: ChannelConnector; readonly ask: AmazonAsk }
>()("test/Wired") {}

/** A slow machine keeps these. */
const patient = { bodyBytes: 4 * 1024 * 1024, connectMs: 30_000, totalMs: 30_000 }

/** One life of the connector on a clock that stands still until it is moved. */
export class AmazonClient implements AsyncDisposable {
  readonly taken: Array<Taken> = []
  readonly blocks: Array<{ account: string; forMs: number }> = []
  #ms = Date.parse("2026-11-22T12:00:00Z")
  readonly #runtime: ManagedRuntime.ManagedRuntime<Wired, never>

  constructor(given: Layer.Layer<RequestBudgets> = freeBudgets(this.blocks)) {
    const owned = Object.fromEntries(
      Object.entries(secrets).map(([name, value]) => [`channel:7/${name}`, value])
    )
    const budgets = Layer.effect(
      RequestBudgets,
      Effect.map(RequestBudgets, (budget) =>
        RequestBudgets.of({
          ...budget,
          take: (account, wish) => {
            this.taken.push({ account, allowance: wish.allowance })
            return budget.take(account, wish)
          }
        })
      )
    ).pipe(Layer.provide(given))
    const wired = Layer.effect(
      Wired,
      Effect.gen(function* () {
        const http = yield* makeHttp(patient)
        const asking = yield* makeChannelHttp(http)
        const session = makeAmazonSession(yield* Vault, http)
        return Wired.of({
          connector: yield* makeAmazon(http, asking),
          ask: makeAmazonAsk(asking, session)
        })
      })
    )
    this.#runtime = ManagedRuntime.make(wired.pipe(Layer.provide(Layer.merge(memoryVault(owned), budgets))))
  }

  pass(ms: number): void {
    this.#ms += ms
  }

  get now(): Date {
    return new Date(this.#ms)
  }

  /** For a program that brings its own clock. */
  connector(): Promise<ChannelConnector> {
    return this.#runtime.runPromise(Wired.use((wired) => Effect.succeed(wired.connector)))
  }

  run<A>(use: (connector: ChannelConnector) => Effect.Effect<A, ChannelError>): Promise<A> {
    return this.#runtime.runPromise(this.#timed(Wired.use((wired) => use(wired.connector))))
  }

  /** The operations themselves, below the port. */
  wire<A>(use: (ask: AmazonAsk) => Effect.Effect<A, ChannelError>): Promise<A> {
    return this.#runtime.runPromise(this.#timed(Wired.use((wired) => use(wired.ask))))
  }

  failure<A>(use: (connector: ChannelConnector) => Effect.Effect<A, ChannelError>): Promise<ChannelError> {
    return this.#runtime.runPromise(this.#timed(Wired.use((wired) => Effect.flip(use(wired.connector)))))
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
