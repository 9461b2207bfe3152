import * as Effect from "effect/Effect"
import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import { Vault } from "../../../domain/ports/vault.ts"
import { secretField, settingField } from "../../setting-field.ts"
import type { ChannelConnector } from "../channel-connector.ts"
import type { ChannelHttp } from "../channel-http.ts"
import { downloadPage, reachBackDays } from "./ebay-download.ts"
import { pushFulfillment } from "./ebay-fulfillment.ts"
import { readListings } from "./ebay-listings.ts"
import { readOrders } from "./ebay-read.ts"
import { allowance, makeAsk } from "./ebay-session.ts"
import { readInventory, uploadInventory } from "./ebay-stock.ts"
import { mostSkus } from "./ebay-stock-look.ts"
import { testChannel } from "./ebay-test.ts"

const keysPage = "https://developer.ebay.com/my/keys"
const consentPage = "https://developer.ebay.com/api-docs/static/oauth-authorization-code-grant.html"

export const ebayKind: ChannelKind = {
  kind: "ebay",
  label: "eBay seller",
  testedBy: "documents only",
  fields: [
    {
      ...settingField(
        "clientId",
        "App ID (client id)",
        "Of your application's keyset, Production for a live channel, Sandbox for a sandbox channel.",
        true
      ),
      link: keysPage
    },
    settingField(
      "apiUrl",
      "API address",
      "Sandbox only: a program on this machine that plays eBay, http://127.0.0.1:... Empty: api.ebay.com, and api.sandbox.ebay.com for a sandbox channel."
    ),
    {
      ...secretField("clientSecret", "Cert ID (client secret)", "Of the same keyset as the App ID.", true),
      link: keysPage
    },
    {
      ...secretField(
        "refreshToken",
        "Refresh token",
        "What the seller's consent gave, with the scopes sell.fulfillment and sell.inventory. It lasts 18 months; a new user name or password ends it.",
        true
      ),
      link: consentPage
    }
  ],
  // Paid orders of which nothing was shipped. IN_PROGRESS would order once more what left already.
  defaultEligibleStatuses: ["NOT_STARTED"],
  statuses: ["NOT_STARTED", "IN_PROGRESS", "FULFILLED"],
  partialFulfillment: true,
  // eBay tells its buyer of every shipment; a push cannot say.
  notifiesBuyer: true,
  capabilities: {
    inventory: {
      usesAvailableQuantity: true,
      comparesAndSets: false,
      batch: mostSkus,
      oneAtATime: false,
      changesADay: 250
    },
    listings: true,
    reachBackDays,
    // A list of orders never names the buyer's cancel requests; only an order read by itself does.
    askBeforeSend: true,
    readsAhead: true,
    allowance
  },
  guide: consentPage
}

export const makeEbay = Effect.fn("makeEbay")(function* (
  asking: ChannelHttp
): Effect.fn.Return<ChannelConnector, never, Vault> {
  const ask = makeAsk(asking, yield* Vault)
  return {
    kind: ebayKind,
    downloadPage: downloadPage(ask),
    readOrders: readOrders(ask),
    pushFulfillment: pushFulfillment(ask),
    uploadInventory: uploadInventory(ask),
    readInventory: readInventory(ask),
    readListings: readListings(ask),
    test: testChannel(ask),
    // A sale at eBay is a buyer's: in its sandbox, too, a test user buys in the browser.
    placeTestOrder: () => Effect.succeed(null)
  }
})
