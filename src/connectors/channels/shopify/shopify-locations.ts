import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeField } from "./shopify-answer.ts"
import { locationsDocument } from "./shopify-documents.ts"
import { pageOf, ShopLocation } from "./shopify-nodes.ts"
import { allNodes } from "./shopify-pages.ts"
import type { Ask } from "./shopify-session.ts"
import { isLocation, locationsOf } from "./shopify-settings.ts"

const decodePage = decodeField(pageOf(ShopLocation), "locations", "locations")

export const listLocations = (ask: Ask) => {
  const page = Effect.fn("shopify.locationsPage")(function* (channel: SalesChannel, after: string | null) {
    return yield* decodePage((yield* ask(channel, locationsDocument, { after })).data)
  })
  return Effect.fn("shopify.locations")(function* (channel: SalesChannel) {
    const all = yield* allNodes(yield* page(channel, null), "locations", (after) => page(channel, after))
    return all.filter((location) => location.isActive)
  })
}

export const locationNames = (locations: ReadonlyArray<ShopLocation>): string =>
  locations.map((location) => foreignText(location.name)).join(", ")

/** The locations that this channel speaks for, of those that the shop has; in the order of its setting. */
export const chosenLocations = (
  channel: SalesChannel,
  all: ReadonlyArray<ShopLocation>
): ReadonlyArray<ShopLocation> => {
  const wanted = locationsOf(channel)
  if (wanted.length === 0) return all.filter((location) => !location.isFulfillmentService)
  return wanted.flatMap((one) => all.filter((location) => isLocation([one], location)))
}

/** What a person wrote that fits no location of the shop. */
export const unknownLocations = (
  channel: SalesChannel,
  all: ReadonlyArray<ShopLocation>
): ReadonlyArray<string> =>
  locationsOf(channel).filter((one) => !all.some((location) => isLocation([one], location)))

/** Stock is kept at one location: the first that the setting names, or the only one that there is. */
export const makeStockLocation = (ask: Ask) => {
  const list = listLocations(ask)
  const kept = new Map<string, ShopLocation>()
  return Effect.fn("shopify.stockLocation")(function* (channel: SalesChannel) {
    const key = `${channel.id}/${channel.version}/${channel.settings.shop ?? ""}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const all = yield* list(channel)
    const chosen = chosenLocations(channel, all)
    const [first] = chosen
    if (first === undefined || (locationsOf(channel).length === 0 && chosen.length > 1))
      return yield* new ChannelFailure({
        reason: "Misconfigured",
        message: `Stock is kept by location. Name in the setting location the one to set; the shop has ${locationNames(all)}.`
      })
    kept.set(key, first)
    return first
  })
}
