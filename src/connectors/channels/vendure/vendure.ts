import * as Effect from "effect/Effect"
import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import { Vault } from "../../../domain/ports/vault.ts"
import type { Http } from "../../http.ts"
import type { ChannelConnector } from "../channel-connector.ts"
import type { ChannelHttp } from "../channel-http.ts"
import { downloadPage } from "./vendure-download.ts"
import { pushFulfillment } from "./vendure-fulfillment.ts"
import { readListings } from "./vendure-listings.ts"
import { readOrders } from "./vendure-read.ts"
import { makeAsk } from "./vendure-session.ts"
import { readInventory, uploadInventory } from "./vendure-stock.ts"
import { testChannel } from "./vendure-test.ts"
import { placeTestOrder } from "./vendure-test-order.ts"

export const vendureKind: ChannelKind = {
  kind: "vendure",
  label: "Vendure shop",
  testedBy: "live",
  fields: [
    {
      name: "url",
      label: "Admin API",
      help: "Where the shop's Admin API answers: https://shop.example.com/admin-api",
      secret: false,
      required: true
    },
    {
      name: "channelToken",
      label: "Channel token",
      help: "Only when the shop has several channels: the token of the one to read. Empty: the default channel.",
      secret: false,
      required: false
    },
    {
      name: "stockLocation",
      label: "Stock location",
      help: "Where stock is set, by its id. Needed only where the shop has several; the connection test lists them.",
      secret: false,
      required: false
    },
    {
      name: "shopUrl",
      label: "Shop API",
      help: "Sandbox only: where buyers order, to place the test order. https://shop.example.com/shop-api",
      secret: false,
      required: false
    },
    {
      name: "username",
      label: "User name",
      help: "An administrator of the shop that may read and update orders, and the catalog if stock is to be set.",
      secret: true,
      required: true
    },
    {
      name: "password",
      label: "Password",
      help: "The password of that administrator.",
      secret: true,
      required: true
    }
  ],
  // PartiallyShipped is left out: what was shipped elsewhere would be ordered from a supplier once more.
  defaultEligibleStatuses: ["PaymentSettled"],
  statuses: [
    "Created",
    "Draft",
    "AddingItems",
    "ArrangingPayment",
    "PaymentAuthorized",
    "PaymentSettled",
    "PartiallyShipped",
    "Shipped",
    "PartiallyDelivered",
    "Delivered",
    "Modifying",
    "ArrangingAdditionalPayment",
    "Cancelled"
  ],
  partialFulfillment: true,
  // The shop's own e-mail plug-in decides; a push cannot say.
  notifiesBuyer: false,
  capabilities: {
    inventory: {
      // It is told what is on hand, and takes away what its own open orders hold.
      usesAvailableQuantity: false,
      comparesAndSets: false,
      batch: 100,
      oneAtATime: false,
      changesADay: null
    },
    listings: true,
    reachBackDays: null,
    askBeforeSend: false,
    readsAhead: true,
    // A shop of its own has no limit of its own; its host may have one, and then says 429.
    allowance: { requests: 20, perMs: 1000, burst: 20 }
  },
  guide: "https://docs.vendure.io/guides/core-concepts/auth/"
}

export const makeVendure = Effect.fn("makeVendure")(function* (
  http: Http,
  asking: ChannelHttp
): Effect.fn.Return<ChannelConnector, never, Vault> {
  const ask = makeAsk(http, yield* Vault, asking, vendureKind.capabilities.allowance)
  return {
    kind: vendureKind,
    downloadPage: downloadPage(ask),
    readOrders: readOrders(ask),
    pushFulfillment: pushFulfillment(ask),
    uploadInventory: uploadInventory(ask),
    readInventory: readInventory(ask),
    readListings: readListings(ask),
    test: testChannel(ask),
    placeTestOrder: placeTestOrder(http)
  }
})
