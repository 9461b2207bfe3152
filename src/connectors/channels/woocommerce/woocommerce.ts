import * as Effect from "effect/Effect"
import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import { Vault } from "../../../domain/ports/vault.ts"
import { secretField, settingField } from "../../setting-field.ts"
import type { ChannelConnector } from "../channel-connector.ts"
import type { ChannelHttp } from "../channel-http.ts"
import { makeIncoming } from "./woocommerce-beside.ts"
import { downloadPage } from "./woocommerce-download.ts"
import { pushFulfillment } from "./woocommerce-fulfillment.ts"
import { readOrders } from "./woocommerce-read.ts"
import { makeSession } from "./woocommerce-session.ts"
import { readInventory, uploadInventory } from "./woocommerce-stock.ts"
import { testChannel } from "./woocommerce-test.ts"
import { placeTestOrder } from "./woocommerce-test-order.ts"
import { makeVirtualLines } from "./woocommerce-virtual.ts"
import { makeWays } from "./woocommerce-ways.ts"

const keysPage = "https://woocommerce.com/document/woocommerce-rest-api/"

export const woocommerceKind: ChannelKind = {
  kind: "woocommerce",
  label: "WooCommerce shop",
  testedBy: "recordings",
  fields: [
    {
      ...settingField(
        "url",
        "Shop address",
        "The shop's own address with https, as its front page has it: https://shop.example.com",
        true
      ),
      link: keysPage
    },
    settingField(
      "completeOrder",
      "Complete orders",
      "yes or no: whether an order of which every piece is shipped is set to completed. The shop then sends its own completed-order mail. Empty: only where the shop may tell its buyers of shipments."
    ),
    {
      ...secretField(
        "consumerKey",
        "Consumer key",
        "Begins with ck_. From WooCommerce > Settings > Advanced > REST API, with the permission Read/Write, for a user who is a shop manager.",
        true
      ),
      link: keysPage
    },
    {
      ...secretField(
        "consumerSecret",
        "Consumer secret",
        "Begins with cs_. The shop shows it once, together with the consumer key.",
        true
      ),
      link: keysPage
    }
  ],
  defaultEligibleStatuses: ["processing"],
  statuses: [
    "pending",
    "processing",
    "on-hold",
    "completed",
    "cancelled",
    "refunded",
    "failed",
    "checkout-draft"
  ],
  // Two of its three ways can; what a shop has is found out there.
  partialFulfillment: true,
  notifiesBuyer: true,
  capabilities: {
    inventory: {
      usesAvailableQuantity: true,
      comparesAndSets: false,
      batch: 100,
      oneAtATime: false,
      changesADay: null
    },
    reachBackDays: null,
    askBeforeSend: false,
    readsAhead: true,
    // The shop has no limit of its own, its host has. Small hosts bear this; when one asks to wait, everybody waits.
    allowance: { requests: 5, perMs: 1000, burst: 5 }
  },
  guide: keysPage
}

export const makeWoocommerce = Effect.fn("makeWoocommerce")(function* (
  asking: ChannelHttp
): Effect.fn.Return<ChannelConnector, never, Vault> {
  const session = makeSession(asking, yield* Vault, woocommerceKind.capabilities.allowance)
  const virtualLines = makeVirtualLines(session)
  const toIncoming = makeIncoming(session, virtualLines)
  const ways = makeWays(session)
  return {
    kind: woocommerceKind,
    downloadPage: downloadPage(session, toIncoming),
    readOrders: readOrders(session, toIncoming),
    pushFulfillment: pushFulfillment(session, virtualLines, ways),
    uploadInventory: uploadInventory(session),
    readInventory: readInventory(session),
    test: testChannel(session, ways),
    placeTestOrder: placeTestOrder(session)
  }
})
