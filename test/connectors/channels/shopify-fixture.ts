import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { salesChannelsLayer } from "../../../src/connectors/channels/channel-table.ts"
import type { SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { type ChannelError, type OrderPage, SalesChannels } from "../../../src/domain/ports/sales-channels.ts"
import { freeBudgets } from "../free-budgets.ts"
import { memoryVault } from "../memory-vault.ts"
import { accessToken, clientSecret, ShopifyServer } from "./shopify-server.ts"
import { channelOf } from "./vendure-fixture.ts"

/** A slow machine keeps these. */
const limits = { bodyBytes: 8 * 1024 * 1024, connectMs: 30_000, totalMs: 30_000 }

/** A shop and one life of the connector that talks to it. */
export class World implements AsyncDisposable {
  readonly blocks: Array<{ account: string; forMs: number }> = []
  readonly shop: ShopifyServer
  readonly #runtime: ManagedRuntime.ManagedRuntime<SalesChannels, never>

  private constructor(shop: ShopifyServer, secrets: Readonly<Record<string, string>>) {
    this.shop = shop
    const owned = Object.fromEntries(
      Object.entries(secrets).map(([name, value]) => [`channel:7/${name}`, value])
    )
    this.#runtime = ManagedRuntime.make(
      salesChannelsLayer({ limits }).pipe(
        Layer.provide(Layer.merge(memoryVault(owned), freeBudgets(this.blocks)))
      )
    )
  }

  static async open(
    secrets: Readonly<Record<string, string>> = { accessToken, clientSecret }
  ): Promise<World> {
    return new World(await ShopifyServer.open(), secrets)
  }

  channel(settings: Readonly<Record<string, string>> = {}, more: Partial<SalesChannel> = {}): SalesChannel {
    return channelOf(this.shop.url, {
      kind: "shopify",
      settings: { shop: this.shop.url, ...settings },
      eligibleStatuses: ["UNFULFILLED", "ON_HOLD"],
      earliestOrderAt: new Date("2026-11-01T00:00:00Z"),
      ...more
    })
  }

  run<A>(use: (channels: SalesChannels["Service"]) => Effect.Effect<A, ChannelError>): Promise<A> {
    return this.#runtime.runPromise(SalesChannels.use(use))
  }

  failure<A>(
    use: (channels: SalesChannels["Service"]) => Effect.Effect<A, ChannelError>
  ): Promise<ChannelError> {
    return this.#runtime.runPromise(
      SalesChannels.use((channels) => Effect.flip(use(channels)))
    ) as Promise<ChannelError>
  }

  /** All pages of one run. `between` happens after each page, as a shop goes on while it is read. */
  async pages(
    channel: SalesChannel,
    since: Date,
    between: (pages: ReadonlyArray<OrderPage>) => void = () => {}
  ): Promise<ReadonlyArray<OrderPage>> {
    const pages: Array<OrderPage> = []
    let cursor: string | null = null
    do {
      const place: string | null = cursor
      const page: OrderPage = await this.run((c) => c.downloadPage(channel, since, place))
      pages.push(page)
      between(pages)
      cursor = page.next
    } while (cursor !== null && pages.length < 1000)
    return pages
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runtime.dispose()
    await this.shop[Symbol.asyncDispose]()
  }
}

export const idsOf = (pages: ReadonlyArray<OrderPage>): ReadonlyArray<string> =>
  pages.flatMap((page) => page.orders.map((order) => order.channelOrderId))
