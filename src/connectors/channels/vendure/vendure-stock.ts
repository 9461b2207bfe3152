import * as Effect from "effect/Effect"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ShownStock, StockAnswer, StockLevel } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { locationLine } from "./vendure-permissions.ts"
import type { Ask } from "./vendure-session.ts"
import { locationsOf, lookUp, type Variant } from "./vendure-variants.ts"

/** Variants in one mutation: the shop writes each by itself, one after the other. */
const atOnce = 50

const setMutation = `mutation SetStock($input: [UpdateProductVariantInput!]!) {
  updateProductVariants(input: $input) { id }
}`

const locationOf = (channel: SalesChannel): string => (channel.settings.stockLocation ?? "").trim()

const onHand = (variant: Variant, location: string): number =>
  variant.stockLevels
    .filter((level) => location === "" || level.stockLocationId === location)
    .reduce((sum, level) => sum + level.stockOnHand, 0)

/** What the shop has on hand, where the channel sets it; of a SKU that several variants share nobody can say. */
export const readInventory = (ask: Ask) => {
  const look = lookUp(ask)
  return Effect.fn("vendure.readInventory")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const { variants } = yield* look(channel, skus)
    return [...variants].flatMap(([sku, [variant, other]]): ReadonlyArray<ShownStock> => {
      if (variant === undefined || other !== undefined) return []
      return [{ sku, quantity: onHand(variant, locationOf(channel)) }]
    })
  })
}

interface Place {
  readonly level: StockLevel
  readonly variantId: string
  readonly locationId: string
}

interface Shop {
  readonly variants: ReadonlyMap<string, ReadonlyArray<Variant>>
  readonly isTracked: (variant: Variant) => boolean
  /** The only stock location of the shop's channel; null where there are several, or none. */
  readonly onlyLocation: string | null
}

const accepted = ({ level: { sku } }: Place): StockAnswer => ({ _tag: "Accepted", sku })

const isPlace = (judged: Place | StockAnswer): judged is Place => !("_tag" in judged)

/** Why a level cannot be set, or the place where it is. */
const judge = (shop: Shop, level: StockLevel, chosen: string): Place | StockAnswer => {
  const unknown = (reason: string): StockAnswer => ({ _tag: "Unknown", sku: level.sku, reason })
  const [variant, other] = shop.variants.get(level.sku) ?? []
  if (variant === undefined) return unknown("The shop has no variant with this SKU.")
  if (other !== undefined)
    return unknown("The shop has several variants with this SKU; which one is meant is not said.")
  if (!shop.isTracked(variant)) return unknown("The shop does not track the stock of this variant.")
  const place = (locationId: string): Place => ({ level, variantId: variant.id, locationId })
  if (chosen !== "") return place(chosen)
  const [only, second] = variant.stockLevels
  if (second !== undefined)
    return unknown(
      `The shop keeps this variant at ${variant.stockLevels.length} stock locations; say which with the setting stockLocation.`
    )
  if (only !== undefined) return place(only.stockLocationId)
  return shop.onlyLocation === null
    ? unknown("The shop keeps this variant nowhere yet; say where with the setting stockLocation.")
    : place(shop.onlyLocation)
}

/** Vendure keeps stock on hand by location and has no compare-and-set: what it is told last is what it shows. */
export const uploadInventory = (ask: Ask) => {
  const look = lookUp(ask)
  const listLocations = locationsOf(ask)

  /** A stock location that is not there breaks the shop instead of being refused, so it is not asked for. */
  const onlyLocation = Effect.fn("vendure.onlyLocation")(function* (
    channel: SalesChannel,
    variants: Shop["variants"]
  ) {
    const chosen = locationOf(channel)
    const levels = [...variants.values()].flat().map((variant) => variant.stockLevels)
    const isAnswered =
      chosen === ""
        ? levels.every((places) => places.length > 0)
        : levels.some((places) => places.some((place) => place.stockLocationId === chosen))
    if (isAnswered) return null
    const locations = yield* listLocations(channel)
    if (chosen !== "" && !locations.some((location) => location.id === chosen))
      return yield* new ChannelFailure({
        reason: "Misconfigured",
        message: locationLine(channel, locations)
      })
    const [only, second] = locations
    return only === undefined || second !== undefined ? null : only.id
  })

  const set = Effect.fn("vendure.setStock")(function* (channel: SalesChannel, places: ReadonlyArray<Place>) {
    const input = places.map(({ level, variantId, locationId }) => ({
      id: variantId,
      stockLevels: [{ stockLocationId: locationId, stockOnHand: level.quantity }]
    }))
    yield* ask(channel, setMutation, { input })
    return places.map(accepted)
  })

  /** The shop refuses all for one of them and does not say for which: then each is set by itself. */
  const setApart = (channel: SalesChannel, places: ReadonlyArray<Place>) =>
    Effect.forEach(places, (place) =>
      set(channel, [place]).pipe(
        Effect.map(() => accepted(place)),
        Effect.catchIf(
          (failure) => failure.reason === "Rejected",
          (failure) =>
            Effect.succeed<StockAnswer>({
              _tag: "Rejected",
              sku: place.level.sku,
              reason: foreignText(failure.message)
            })
        )
      )
    )

  const setAll = (channel: SalesChannel, places: ReadonlyArray<Place>) =>
    set(channel, places).pipe(
      Effect.catchIf(
        (failure) => failure.reason === "Rejected",
        () => setApart(channel, places)
      )
    )

  return Effect.fn("vendure.uploadInventory")(function* (
    channel: SalesChannel,
    _key: string,
    levels: ReadonlyArray<StockLevel>
  ) {
    const chosen = locationOf(channel)
    const found = yield* look(
      channel,
      levels.map((l) => l.sku)
    )
    const shop: Shop = { ...found, onlyLocation: yield* onlyLocation(channel, found.variants) }
    const judged = levels.map((level) => judge(shop, level, chosen))
    const answers: Array<StockAnswer> = judged.flatMap((j) => (isPlace(j) ? [] : [j]))
    for (const places of inBatches(judged.filter(isPlace), atOnce))
      answers.push(...(yield* setAll(channel, places)))
    return answers
  })
}
