import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeField } from "./shopify-answer.ts"
import { newestDocument, testDocument } from "./shopify-documents.ts"
import { chosenLocations, listLocations, locationNames, unknownLocations } from "./shopify-locations.ts"
import type { ShopLocation } from "./shopify-nodes.ts"
import { rawPage } from "./shopify-pages.ts"
import { makeReadOrders, type ReadOrder } from "./shopify-read-order.ts"
import { allOrdersScope, isVital, missingScopes } from "./shopify-scopes.ts"
import type { Ask } from "./shopify-session.ts"
import { apiVersion, locationsOf, reachBackDays, readsAllOrders } from "./shopify-settings.ts"

const decodeShop = decodeField(
  Schema.Struct({ name: Schema.String, myshopifyDomain: Schema.String, currencyCode: Schema.String }),
  "shop",
  "the shop"
)
const decodeInstallation = decodeField(
  Schema.Struct({ accessScopes: Schema.Array(Schema.Struct({ handle: Schema.String })) }),
  "currentAppInstallation",
  "the app's scopes"
)

const versionLine = (served: string | null): string =>
  served === null || served === apiVersion
    ? `Shopify answers by version ${apiVersion} of its Admin API.`
    : `Shopify answers by version ${foreignText(served)} instead of ${apiVersion}: Switchyard needs an update, and fields may be missing until then.`

const scopeLines = (granted: ReadonlySet<string>): ReadonlyArray<string> => {
  const missing = missingScopes(granted)
  if (missing.length === 0) return ["The app has every scope that is needed."]
  return missing.map(({ scope, why }) => `The app lacks the scope ${scope}, needed ${why}.`)
}

/** Without the scope, Shopify lists orders of the last 60 days and says nothing about the others. */
const reachLine = (channel: SalesChannel, granted: ReadonlySet<string>, at: Date): string => {
  if (granted.has(allOrdersScope))
    return readsAllOrders(channel)
      ? "The app may read all orders, however old."
      : `The app may read all orders (${allOrdersScope}); say so in the setting allOrders.`
  const told = readsAllOrders(channel)
    ? ` The setting allOrders says yes, but ${allOrdersScope} is not granted.`
    : ""
  const days = Math.floor((at.getTime() - channel.earliestOrderAt.getTime()) / 86_400_000)
  return days > reachBackDays
    ? `Only orders of the last ${reachBackDays} days can be read; the earliest order date is ${days} days ago. Ask Shopify for ${allOrdersScope}, or set a later date.${told}`
    : `Orders of the last ${reachBackDays} days can be read.${told}`
}

const locationLine = (channel: SalesChannel, all: ReadonlyArray<ShopLocation>): string => {
  const chosen = chosenLocations(channel, all)
  const stock =
    chosen.length > 1 && locationsOf(channel).length === 0
      ? " To set stock, name one in the setting location."
      : ""
  return `The shop has ${all.length} active locations: ${locationNames(all)}. This channel sends from ${locationNames(chosen) || "none of them"}.${stock}`
}

const orderLine = (read: ReadOrder | undefined): string => {
  if (read === undefined) return "There is no order yet; reading orders is allowed."
  if (read._tag === "Broken")
    return `The order that changed last, ${read.broken.place}, cannot be understood: ${read.broken.reason}`
  if (read._tag === "Elsewhere")
    return `Read order ${foreignText(read.order.name)}: nothing of it is to be sent from this channel's locations.`
  const { order } = read
  return `Read order ${foreignText(order.channelOrderNumber)} (${order.channelStatus}, ${order.total} ${order.currency}).`
}

/** Signs in, and says what works: the shop, the scopes, how far back, from where, and one order. */
export const testChannel = (ask: Ask) => {
  const readItems = makeReadOrders(ask)
  const list = listLocations(ask)

  const newest = Effect.fn("shopify.newest")(function* (channel: SalesChannel) {
    const answer = yield* ask(channel, newestDocument, {})
    const { nodes } = yield* rawPage(answer.data, "orders", "orders")
    const [read] = yield* readItems(channel, nodes.slice(0, 1), answer.holdsNul)
    return orderLine(read)
  })

  const locations = Effect.fn("shopify.testLocations")(function* (channel: SalesChannel) {
    const all = yield* list(channel)
    const unknown = unknownLocations(channel, all)
    if (unknown.length > 0)
      return yield* new ChannelFailure({
        reason: "Misconfigured",
        message: `The setting location names ${foreignText(unknown.join(", "))}, which the shop does not have. It has ${locationNames(all)}.`
      })
    return locationLine(channel, all)
  })

  return Effect.fn("shopify.test")(function* (channel: SalesChannel) {
    const { data, version } = yield* ask(channel, testDocument, {})
    const shop = yield* decodeShop(data)
    const installation = yield* decodeInstallation(data)
    const granted = new Set(installation.accessScopes.map((scope) => scope.handle))
    const missing = missingScopes(granted).map(({ scope }) => scope)
    const vital = missing.filter(isVital)
    if (vital.length > 0)
      return yield* new ChannelFailure({
        reason: "Unauthorized",
        message: `Signed in to ${foreignText(shop.name)}, but the app lacks ${vital.join(" and ")}. Add them to the app's scopes, release and install it again.`
      })
    return [
      `Signed in to ${foreignText(shop.name)} (${foreignText(shop.myshopifyDomain)}), in ${foreignText(shop.currencyCode)}.`,
      versionLine(version),
      ...scopeLines(granted),
      reachLine(channel, granted, yield* now),
      ...(missing.includes("read_locations") && missing.includes("read_inventory")
        ? []
        : [yield* locations(channel)]),
      yield* newest(channel)
    ]
  })
}
