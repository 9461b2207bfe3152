import { makeEbay } from "../../../../src/connectors/channels/ebay/ebay.ts"
import type { SalesChannel } from "../../../../src/domain/model/sales-channel.ts"
import type { OrderPage } from "../../../../src/domain/ports/sales-channels.ts"
import { channelOfKind, LoneConnector } from "../lone-connector.ts"
import { clientId, clientSecret, EbayMarket, refreshToken } from "./ebay-market.ts"

export const since = new Date("2026-11-20T00:00:00Z")

/** eBay, and the connector that talks to it. */
export const openWorld = async (secrets: Readonly<Record<string, string>> = {}) => {
  const market = await EbayMarket.open()
  const connector = new LoneConnector(makeEbay, { clientSecret, refreshToken, ...secrets })
  market.clock = () => connector.nowMs
  const channel = (more: Partial<SalesChannel> = {}) =>
    channelOfKind(
      "ebay",
      { clientId, apiUrl: market.server.url },
      { eligibleStatuses: ["NOT_STARTED"], ...more }
    )
  const allPages = async (from: Date = since): Promise<ReadonlyArray<OrderPage>> => {
    const pages: Array<OrderPage> = []
    let cursor: string | null = null
    do {
      const page: OrderPage = await connector.run((c) => c.downloadPage(channel(), from, cursor))
      pages.push(page)
      cursor = page.next
    } while (cursor !== null && pages.length < 100)
    return pages
  }
  return {
    market,
    connector,
    channel,
    allPages,
    /** What of one short run comes together. */
    download: async () => {
      const pages = await allPages()
      return {
        orders: pages.flatMap((p) => p.orders),
        broken: pages.flatMap((p) => p.broken),
        skipped: pages.flatMap((p) => p.skipped)
      }
    },
    async [Symbol.asyncDispose]() {
      await connector[Symbol.asyncDispose]()
      await market[Symbol.asyncDispose]()
    }
  }
}
