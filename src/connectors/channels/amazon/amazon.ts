import * as Effect from "effect/Effect"
import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import { Vault } from "../../../domain/ports/vault.ts"
import type { Http } from "../../http.ts"
import { secretField, settingField } from "../../setting-field.ts"
import type { ChannelConnector } from "../channel-connector.ts"
import type { ChannelHttp } from "../channel-http.ts"
import { makeAmazonAsk } from "./amazon-ask.ts"
import { downloadPage } from "./amazon-download.ts"
import { pushFulfillment } from "./amazon-fulfillment.ts"
import { searchOrdersOperation } from "./amazon-operation.ts"
import { makeWithPersonalData } from "./amazon-personal-data.ts"
import { readOrders } from "./amazon-read.ts"
import { makeAmazonSession } from "./amazon-session.ts"
import { knownStatuses } from "./amazon-status.ts"
import { readInventory, uploadInventory } from "./amazon-stock.ts"
import { testChannel } from "./amazon-test.ts"

const documents = "https://developer-docs.amazon.com/sp-api/docs"

export const amazonKind: ChannelKind = {
  kind: "amazon",
  label: "Amazon",
  testedBy: "vendor sandbox",
  fields: [
    {
      ...settingField(
        "marketplace",
        "Marketplace",
        "Where the account sells, one channel each: a country like US, CA, GB, DE or JP, or Amazon's marketplace id.",
        true
      ),
      link: `${documents}/marketplace-ids`
    },
    {
      ...settingField(
        "sellerId",
        "Seller id",
        "The merchant token of the account, in Seller Central under Settings, Account Info: A2XXXXXXXXXXXX. Listings are named by it.",
        true
      ),
      link: `${documents}/seller-ids`
    },
    {
      ...settingField(
        "region",
        "Region",
        "Only for a marketplace id that is not known here: na, eu or fe. Empty: the marketplace's own."
      ),
      link: `${documents}/sp-api-endpoints`
    },
    settingField(
      "endpoint",
      "Endpoint",
      "Sandbox only: a program on this machine that answers as Amazon does. Empty: Amazon's endpoint of the region."
    ),
    settingField(
      "loginUrl",
      "Sign-in",
      "Sandbox only: a program on this machine that gives tokens. Empty: https://api.amazon.com"
    ),
    {
      ...secretField(
        "clientId",
        "LWA client id",
        "Of your application, in Seller Central under Develop Apps, LWA credentials: amzn1.application-oa2-client....",
        true
      ),
      link: `${documents}/view-your-application-information-and-credentials`
    },
    {
      ...secretField(
        "clientSecret",
        "LWA client secret",
        "Beside the client id. Amazon ends it 180 days after it was made; store the new one here before.",
        true
      ),
      link: `${documents}/rotating-your-apps-lwa-credentials`
    },
    {
      ...secretField(
        "refreshToken",
        "Refresh token",
        "Shown once when you authorize the application for the account: Atzr|....",
        true
      ),
      link: `${documents}/self-authorization`
    }
  ],
  // PARTIALLY_SHIPPED is left out: what was shipped elsewhere would be ordered from a supplier once more.
  defaultEligibleStatuses: ["UNSHIPPED"],
  statuses: knownStatuses,
  partialFulfillment: true,
  // Amazon writes to its buyers by itself, and cannot be told not to.
  notifiesBuyer: true,
  capabilities: {
    inventory: {
      usesAvailableQuantity: true,
      comparesAndSets: false,
      batch: 50,
      oneAtATime: true,
      changesADay: null
    },
    reachBackDays: 730,
    // A buyer's wish to cancel is no change "made by Amazon or the seller": a download by change time may not bring it.
    askBeforeSend: true,
    readsAhead: true,
    allowance: searchOrdersOperation.allowance
  },
  guide: `${documents}/self-authorization`
}

export const makeAmazon = Effect.fn("makeAmazon")(function* (
  http: Http,
  asking: ChannelHttp
): Effect.fn.Return<ChannelConnector, never, Vault> {
  const session = makeAmazonSession(yield* Vault, http)
  const ask = makeAmazonAsk(asking, session)
  const withPersonalData = makeWithPersonalData()
  return {
    kind: amazonKind,
    downloadPage: downloadPage(ask, withPersonalData),
    readOrders: readOrders(ask, withPersonalData),
    pushFulfillment: pushFulfillment(ask),
    uploadInventory: uploadInventory(ask),
    readInventory: readInventory(ask),
    test: testChannel(ask, session, withPersonalData),
    // An order at Amazon is bought, not placed: a test order is picked up (decisions A9).
    placeTestOrder: () => Effect.succeed(null)
  }
})
