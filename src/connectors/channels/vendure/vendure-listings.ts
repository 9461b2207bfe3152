import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ListingPage } from "../../../domain/ports/sales-channels.ts"
import { offsetOf, placeAfter } from "../listing-place.ts"
import { decodeField } from "./vendure-answer.ts"
import type { Ask } from "./vendure-session.ts"

const listingsPerPage = 100

const listQuery = `query Listings($options: ProductVariantListOptions) {
  productVariants(options: $options) { totalItems items { id sku name } }
}`

const decodeListings = decodeField(
  Schema.Struct({
    totalItems: Schema.Int,
    items: Schema.Array(Schema.Struct({ sku: Schema.String, name: Schema.String }))
  }),
  "productVariants",
  "product variants"
)

/** Every variant of the shop's channel. Vendure itself keeps no barcodes: shops that have some keep them in fields of their own. */
export const readListings = (ask: Ask) =>
  Effect.fn("vendure.readListings")(function* (channel: SalesChannel, cursor: string | null) {
    const skip = yield* offsetOf(cursor)
    const options = { take: listingsPerPage, skip, sort: { id: "ASC" } }
    const { items, totalItems } = yield* decodeListings(yield* ask(channel, listQuery, { options }))
    return {
      listings: items.map(({ sku, name }) => ({ sku, title: name, barcodes: [] })),
      broken: [],
      next: placeAfter(skip, items.length, totalItems)
    } satisfies ListingPage
  })
