import * as Effect from "effect/Effect"
import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import { Vault } from "../../../domain/ports/vault.ts"
import { secretField, settingField } from "../../setting-field.ts"
import type { ChannelConnector } from "../channel-connector.ts"
import type { ChannelHttp } from "../channel-http.ts"
import { downloadPage } from "./medusa-download.ts"
import { pushFulfillment } from "./medusa-fulfillment.ts"
import { readListings } from "./medusa-listings.ts"
import { readOrders } from "./medusa-read.ts"
import { allowance, makeSend } from "./medusa-session.ts"
import { readInventory, uploadInventory } from "./medusa-stock.ts"
import { testChannel } from "./medusa-test.ts"

export const medusaKind: ChannelKind = {
  kind: "medusa",
  label: "Medusa shop",
  testedBy: "live",
  fields: [
    settingField(
      "url",
      "Server",
      "Where the Medusa server answers, not the storefront: https://backend.example.com",
      true
    ),
    {
      ...secretField(
        "apiKey",
        "Secret API key",
        "Begins with sk_. Made in the dashboard under Settings, Secret API Keys. Leave it empty only to sign in by e-mail."
      ),
      link: "https://docs.medusajs.com/user-guide/settings/developer/secret-api-keys"
    },
    settingField(
      "email",
      "E-mail address",
      "Only without a secret API key: an admin user of the shop, for which a password is stored."
    ),
    secretField("password", "Password", "Only without a secret API key: the password of that admin user."),
    settingField(
      "salesChannel",
      "Sales channel",
      "Only where the shop has several and one is meant: its id, sc_... Empty: orders of all of them."
    ),
    settingField(
      "stockLocation",
      "Stock location",
      "Where stock is set and parcels leave, by its id, sloc_... Needed where the shop has several; the connection test lists them."
    ),
    settingField(
      "waitDays",
      "Days a payment may be late",
      "Orders placed in these last days are read again by every run, because the shop does not tell when one is paid. Empty: 14."
    )
  ],
  // By payment, where nothing is packed yet: what was fulfilled elsewhere would be ordered from a supplier once more.
  defaultEligibleStatuses: ["captured"],
  statuses: [
    "not_paid",
    "awaiting",
    "authorized",
    "partially_authorized",
    "captured",
    "partially_captured",
    "refunded",
    "partially_refunded",
    "canceled",
    "requires_action"
  ],
  partialFulfillment: true,
  notifiesBuyer: true,
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
    allowance
  },
  guide: "https://docs.medusajs.com/user-guide/settings/developer/secret-api-keys"
}

export const makeMedusa = Effect.fn("makeMedusa")(function* (
  asking: ChannelHttp
): Effect.fn.Return<ChannelConnector, never, Vault> {
  const send = makeSend(asking, yield* Vault)
  return {
    kind: medusaKind,
    downloadPage: downloadPage(send),
    readOrders: readOrders(send),
    pushFulfillment: pushFulfillment(send),
    uploadInventory: uploadInventory(send),
    readInventory: readInventory(send),
    readListings: readListings(send),
    test: testChannel(send),
    // A storefront and a way to pay are needed to buy; orders are picked up, not placed.
    placeTestOrder: () => Effect.succeed(null)
  }
})
