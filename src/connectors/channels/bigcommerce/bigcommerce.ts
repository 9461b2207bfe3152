import * as Effect from "effect/Effect"
import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import { Vault } from "../../../domain/ports/vault.ts"
import { secretField, settingField } from "../../setting-field.ts"
import type { ChannelConnector } from "../channel-connector.ts"
import type { ChannelHttp } from "../channel-http.ts"
import { downloadPage } from "./bigcommerce-download.ts"
import { pushFulfillment } from "./bigcommerce-fulfillment.ts"
import { readOrders } from "./bigcommerce-read.ts"
import { allowance, makeAsk } from "./bigcommerce-session.ts"
import { statusNames } from "./bigcommerce-status.ts"
import { mostLevels, readInventory, uploadInventory } from "./bigcommerce-stock.ts"
import { testChannel } from "./bigcommerce-test.ts"

const accountsPage = "https://developer.bigcommerce.com/docs/start/authentication/api-accounts"

export const bigcommerceKind: ChannelKind = {
  kind: "bigcommerce",
  label: "BigCommerce store",
  testedBy: "documents only",
  fields: [
    {
      ...settingField(
        "storeHash",
        "Store hash",
        "The code of the store: abc123 in https://store-abc123.mybigcommerce.com, or behind /stores/ in the API path that comes with the token. Statuses are named by number: 11 Awaiting Fulfillment, 9 Awaiting Shipment, 7 Awaiting Payment, 1 Pending, 3 Partially Shipped.",
        true
      ),
      link: accountsPage
    },
    {
      ...settingField(
        "locationId",
        "Inventory location",
        "The number of the location whose stock is set (Settings > Inventory locations). Empty: 1, the store's first."
      ),
      link: "https://developer.bigcommerce.com/docs/store-operations/catalog/inventory-adjustments"
    },
    settingField(
      "apiUrl",
      "API address",
      "Sandbox only: a program on this machine that plays BigCommerce, http://127.0.0.1:... Empty: https://api.bigcommerce.com."
    ),
    {
      ...secretField(
        "accessToken",
        "Access token",
        "Of a store-level API account with the scopes Orders: modify, Store Inventory: modify, and Information & Settings: read-only.",
        true
      ),
      link: accountsPage
    }
  ],
  // Awaiting Fulfillment: paid, and nobody has begun. Partially Shipped would order once more what left already.
  defaultEligibleStatuses: ["11"],
  statuses: Object.keys(statusNames),
  partialFulfillment: true,
  // The store mails its customer about each shipment unless its own settings say no; a push cannot say.
  notifiesBuyer: true,
  capabilities: {
    inventory: {
      usesAvailableQuantity: true,
      comparesAndSets: false,
      batch: mostLevels,
      oneAtATime: true,
      changesADay: null
    },
    reachBackDays: null,
    askBeforeSend: false,
    readsAhead: true,
    allowance
  },
  guide: accountsPage
}

export const makeBigcommerce = Effect.fn("makeBigcommerce")(function* (
  asking: ChannelHttp
): Effect.fn.Return<ChannelConnector, never, Vault> {
  const ask = makeAsk(asking, yield* Vault)
  return {
    kind: bigcommerceKind,
    downloadPage: downloadPage(ask),
    readOrders: readOrders(ask),
    pushFulfillment: pushFulfillment(ask),
    uploadInventory: uploadInventory(ask),
    readInventory: readInventory(ask),
    test: testChannel(ask),
    // Orders of a store come from its shoppers; an order made by the API would be none of theirs.
    placeTestOrder: () => Effect.succeed(null)
  }
})
