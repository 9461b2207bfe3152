import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ListingPage } from "../../../domain/ports/sales-channels.ts"
import { offsetOf } from "../listing-place.ts"
import { oneOf } from "./ebay-answer.ts"
import type { Ask } from "./ebay-session.ts"

const listingsPerPage = 100

const Codes = Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.String)))

const Item = Schema.Struct({
  sku: Schema.optionalKey(Schema.NullOr(Schema.String)),
  product: Schema.optionalKey(
    Schema.NullOr(
      Schema.Struct({
        title: Schema.optionalKey(Schema.NullOr(Schema.String)),
        ean: Codes,
        upc: Codes,
        isbn: Codes
      })
    )
  )
})

const decodePage = oneOf(
  Schema.Struct({
    inventoryItems: Schema.optionalKey(Schema.NullOr(Schema.Array(Item))),
    /** The address of the next page; only where there is one. */
    next: Schema.optionalKey(Schema.NullOr(Schema.String))
  }),
  "its inventory items"
)

/** What a product says where it has none. */
const isCode = (code: string): boolean => code !== "" && !/^does not apply$/i.test(code)

const listingOf = ({ sku, product }: typeof Item.Type) => ({
  sku: sku ?? "",
  title: product?.title ?? "",
  barcodes: [
    ...new Set([...(product?.ean ?? []), ...(product?.upc ?? []), ...(product?.isbn ?? [])].filter(isCode))
  ]
})

/** Every inventory item of the seller. eBay counts pages here, not items: the second page is 1. */
export const readListings = (ask: Ask) =>
  Effect.fn("ebay.readListings")(function* (channel: SalesChannel, cursor: string | null) {
    const page = yield* offsetOf(cursor)
    const path = `/sell/inventory/v1/inventory_item?limit=${listingsPerPage}&offset=${page}`
    const { inventoryItems, next } = yield* decodePage((yield* ask(channel, { path })).json ?? {})
    const items = inventoryItems ?? []
    const isLast = items.length === 0 || next === undefined || next === null || next === ""
    return {
      listings: items.map(listingOf),
      broken: [],
      next: isLast ? null : String(page + 1)
    } satisfies ListingPage
  })
