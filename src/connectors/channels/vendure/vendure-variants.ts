import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decodeField } from "./vendure-answer.ts"
import type { Ask } from "./vendure-session.ts"

/** The shop limits how much one may ask. */
const skusAtOnce = 50
const variantsPerPage = 100

const lookQuery = `query Stock($options: ProductVariantListOptions) {
  globalSettings { trackInventory }
  productVariants(options: $options) {
    totalItems
    items { id sku trackInventory stockLevels { stockLocationId stockOnHand } }
  }
}`

const locationsQuery = "query Locations { stockLocations(options: { take: 100 }) { items { id name } } }"

const Variant = Schema.Struct({
  id: Schema.NonEmptyString,
  sku: Schema.String,
  /** TRUE, FALSE, or INHERIT: as the whole shop does. */
  trackInventory: Schema.String,
  stockLevels: Schema.Array(
    Schema.Struct({ stockLocationId: Schema.NonEmptyString, stockOnHand: Schema.Int })
  )
})
export type Variant = typeof Variant.Type

const Location = Schema.Struct({ id: Schema.NonEmptyString, name: Schema.String })

const decodeVariants = decodeField(
  Schema.Struct({ totalItems: Schema.Int, items: Schema.Array(Variant) }),
  "productVariants",
  "product variants"
)
const decodeSettings = decodeField(
  Schema.Struct({ trackInventory: Schema.Boolean }),
  "globalSettings",
  "its settings"
)
const decodeLocations = decodeField(
  Schema.Struct({ items: Schema.Array(Location) }),
  "stockLocations",
  "stock locations"
)

/** The variants of these SKUs by SKU, and whether the shop keeps count of one; several may share a SKU at Vendure. */
export const lookUp = (ask: Ask) =>
  Effect.fn("vendure.lookUpStock")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const found: Array<Variant> = []
    let tracksAll = true
    for (const batch of inBatches([...new Set(skus)], skusAtOnce)) {
      for (let skip = 0; ; ) {
        const options = {
          take: variantsPerPage,
          skip,
          sort: { id: "ASC" },
          filter: { sku: { in: batch } }
        }
        const data = yield* ask(channel, lookQuery, { options })
        const { items, totalItems } = yield* decodeVariants(data)
        tracksAll = (yield* decodeSettings(data)).trackInventory
        found.push(...items)
        skip += items.length
        if (items.length === 0 || skip >= totalItems) break
      }
    }
    const isTracked = ({ trackInventory }: Variant): boolean =>
      trackInventory === "INHERIT" ? tracksAll : trackInventory === "TRUE"
    return { variants: Map.groupBy(found, (variant) => variant.sku), isTracked }
  })

/** Where the shop's channel keeps stock. */
export const locationsOf = (ask: Ask) =>
  Effect.fn("vendure.stockLocations")(function* (channel: SalesChannel) {
    return (yield* decodeLocations(yield* ask(channel, locationsQuery, {}))).items
  })
