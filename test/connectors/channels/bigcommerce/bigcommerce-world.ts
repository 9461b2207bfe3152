import { makeBigcommerce } from "../../../../src/connectors/channels/bigcommerce/bigcommerce.ts"
import type { SalesChannel } from "../../../../src/domain/model/sales-channel.ts"
import type { OrderPage } from "../../../../src/domain/ports/sales-channels.ts"
import { channelOfKind, LoneConnector } from "../lone-connector.ts"
import { BigcommerceStore, storeHash, token } from "./bigcommerce-store.ts"

export const since = new Date("2026-11-22T00:00:00Z")

/** A store, and the connector that talks to it. */
export const openWorld = async (secret: string = token) => {
  const store = await BigcommerceStore.open()
  const connector = new LoneConnector(makeBigcommerce, { accessToken: secret })
  const channel = (more: Partial<SalesChannel> = {}) =>
    channelOfKind(
      "bigcommerce",
      { storeHash, apiUrl: store.server.url },
      { eligibleStatuses: ["11"], ...more }
    )
  return {
    store,
    connector,
    channel,
    firstPage: (more: Partial<SalesChannel> = {}) =>
      connector.run((c) => c.downloadPage(channel(more), since, null)),
    allPages: async (): Promise<ReadonlyArray<OrderPage>> => {
      const pages: Array<OrderPage> = []
      let cursor: string | null = null
      do {
        const page: OrderPage = await connector.run((c) => c.downloadPage(channel(), since, cursor))
        pages.push(page)
        cursor = page.next
      } while (cursor !== null && pages.length < 50)
      return pages
    },
    async [Symbol.asyncDispose]() {
      await connector[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    }
  }
}
