import * as Effect from "effect/Effect"
import { Vault } from "../../../domain/ports/vault.ts"
import type { ChannelConnector } from "../channel-connector.ts"
import type { ChannelHttp } from "../channel-http.ts"
import { readOrders } from "./shopify-by-id.ts"
import { downloadPage } from "./shopify-download.ts"
import { shopifyKind } from "./shopify-kind.ts"
import { readListings } from "./shopify-listings.ts"
import { pushFulfillment } from "./shopify-push.ts"
import { makeAsk } from "./shopify-session.ts"
import { makeStock } from "./shopify-stock.ts"
import { testChannel } from "./shopify-test.ts"

export const makeShopify = Effect.fn("makeShopify")(function* (
  asking: ChannelHttp
): Effect.fn.Return<ChannelConnector, never, Vault> {
  const ask = makeAsk(asking, yield* Vault)
  return {
    kind: shopifyKind,
    downloadPage: downloadPage(ask),
    readOrders: readOrders(ask),
    pushFulfillment: pushFulfillment(ask),
    ...makeStock(ask),
    readListings: readListings(ask),
    test: testChannel(ask),
    // The Admin API cannot buy. A test order is placed by a person, with Shopify's Bogus Gateway, and picked up here.
    placeTestOrder: () => Effect.succeed(null)
  }
})
