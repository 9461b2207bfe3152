import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { salesChannelsLayer } from "../../../src/connectors/channels/channel-table.ts"
import { FulfillmentId, type FulfillmentPush } from "../../../src/domain/model/fulfillment.ts"
import { OrderId } from "../../../src/domain/model/order.ts"
import { ChannelId, type SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { type ChannelError, type OrderPage, SalesChannels } from "../../../src/domain/ports/sales-channels.ts"
import { freeBudgets } from "../free-budgets.ts"
import { memoryVault } from "../memory-vault.ts"
import { channelOfKind } from "./lone-connector.ts"
import { consumerKey, consumerSecret } from "./woocommerce-shop.ts"

export const channelOf = (url: string, more: Partial<SalesChannel> = {}): SalesChannel =>
  channelOfKind("woocommerce", { url }, { eligibleStatuses: ["processing"], ...more })

export const pushOf = (more: Partial<FulfillmentPush> = {}): FulfillmentPush => ({
  id: FulfillmentId(1),
  orderId: OrderId(1),
  channelId: ChannelId(7),
  channelOrderId: "10",
  channelOrderNumber: "10",
  carrier: "UPS",
  service: "Ground",
  trackingNumber: "1Z-A",
  furtherTracking: [],
  toldUnder: null,
  notifyCustomer: true,
  attempt: 1,
  failures: 0,
  lines: [{ channelLineId: "101", quantity: 2 }],
  ...more
})

/** A slow machine keeps these. */
const patient = { bodyBytes: 1024 * 1024, connectMs: 30_000, totalMs: 30_000 }

/** One life of the connector: what it found out about the shop is kept between the calls of one test. */
export class Connector implements AsyncDisposable {
  readonly blocks: Array<{ account: string; forMs: number }> = []
  readonly #runtime: ManagedRuntime.ManagedRuntime<SalesChannels, never>

  constructor(secrets: Readonly<Record<string, string>> = { consumerKey, consumerSecret }) {
    const owned = Object.fromEntries(
      Object.entries(secrets).map(([name, value]) => [`channel:7/${name}`, value])
    )
    this.#runtime = ManagedRuntime.make(
      salesChannelsLayer({ limits: patient }).pipe(
        Layer.provide(Layer.merge(memoryVault(owned), freeBudgets(this.blocks)))
      )
    )
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

  /** A whole run; `between` happens at the shop after each page. */
  async pages(
    channel: SalesChannel,
    since: Date,
    between: (page: number) => void = () => {}
  ): Promise<ReadonlyArray<OrderPage>> {
    const pages: Array<OrderPage> = []
    let cursor: string | null = null
    do {
      const page: OrderPage = await this.run((c) => c.downloadPage(channel, since, cursor))
      pages.push(page)
      cursor = page.next
      between(pages.length)
    } while (cursor !== null && pages.length < 60)
    return pages
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runtime.dispose()
  }
}
