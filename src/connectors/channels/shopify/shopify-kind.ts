import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import { secretField, settingField } from "../../setting-field.ts"
import { standardAllowance } from "./shopify-allowance.ts"
import { reachBackDays } from "./shopify-settings.ts"
import { mostLevels } from "./shopify-stock.ts"

const guide = "https://shopify.dev/docs/apps/build/dev-dashboard/get-api-access-tokens"

export const shopifyKind: ChannelKind = {
  kind: "shopify",
  label: "Shopify",
  testedBy: "recordings",
  fields: [
    {
      ...settingField(
        "shop",
        "Shop",
        "The shop's own name at Shopify, as my-shop.myshopify.com; not the address that buyers see.",
        true
      ),
      link: "https://help.shopify.com/en/manual/domains"
    },
    {
      ...settingField(
        "clientId",
        "Client ID",
        "Of the app in the Dev Dashboard, under Settings. Leave it empty for an older custom app with an access token."
      ),
      link: guide
    },
    {
      ...secretField(
        "clientSecret",
        "Client secret",
        "Belongs to the client ID. Switchyard fetches a new access token with it every day."
      ),
      link: guide
    },
    {
      ...secretField(
        "accessToken",
        "Access token",
        "Of a custom app made in the shop's admin before 2026 (shpat_...). Leave it empty where a client ID is given."
      ),
      link: "https://shopify.dev/docs/apps/build/authentication-authorization/access-token-types/generate-app-access-tokens-admin"
    },
    {
      ...settingField(
        "location",
        "Location",
        "Whose orders are sent from here: names or IDs of locations, by comma. Stock is set at the first. Empty: every location of the merchant."
      ),
      link: "https://help.shopify.com/en/manual/locations"
    },
    {
      ...settingField(
        "allOrders",
        "Reads all orders",
        "yes when Shopify granted the app read_all_orders. Without it, orders of the last 60 days can be read."
      ),
      link: "https://shopify.dev/docs/api/usage/access-scopes"
    }
  ],
  // PARTIALLY_FULFILLED is left out: what was shipped elsewhere would be ordered from a supplier once more. An order on hold
  // comes with Shopify's reason and is held here, so that one is noticed that is put on hold after it was imported.
  defaultEligibleStatuses: ["UNFULFILLED", "ON_HOLD"],
  statuses: [
    "UNFULFILLED",
    "IN_PROGRESS",
    "ON_HOLD",
    "SCHEDULED",
    "INCOMPLETE",
    "PARTIALLY_FULFILLED",
    "FULFILLED",
    "RESTOCKED"
  ],
  partialFulfillment: true,
  notifiesBuyer: true,
  capabilities: {
    inventory: {
      usesAvailableQuantity: true,
      comparesAndSets: true,
      batch: mostLevels,
      oneAtATime: false,
      changesADay: null
    },
    listings: true,
    reachBackDays,
    // An order that was moved to another location is left out of the download; only the order itself says so.
    askBeforeSend: true,
    readsAhead: true,
    allowance: standardAllowance
  },
  guide
}
