import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ListingPage } from "../../../domain/ports/sales-channels.ts"
import { offsetOf, placeAfter } from "../listing-place.ts"
import { read } from "./medusa-answer.ts"
import type { Send } from "./medusa-session.ts"

const listingsPerPage = 100
const listingFields = "id,title,sku,barcode,ean,upc"

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))

const Variants = Schema.Struct({
  variants: Schema.Array(Schema.Struct({ title: Text, sku: Text, barcode: Text, ean: Text, upc: Text })),
  count: Schema.Int
})

/** Every variant of the shop, with the three barcodes that Medusa keeps of one. */
export const readListings = (send: Send) => {
  const list = read(send, Variants, "its product variants")
  return Effect.fn("medusa.readListings")(function* (channel: SalesChannel, cursor: string | null) {
    const offset = yield* offsetOf(cursor)
    const { body } = yield* list(channel, "/admin/product-variants", [
      ["fields", listingFields],
      ["order", "id"],
      ["limit", String(listingsPerPage)],
      ["offset", String(offset)]
    ])
    return {
      listings: body.variants.map(({ title, sku, barcode, ean, upc }) => ({
        sku: sku ?? "",
        title: title ?? "",
        barcodes: [...new Set([ean, upc, barcode].flatMap((code) => (code ? [code] : [])))]
      })),
      broken: [],
      next: placeAfter(offset, body.variants.length, body.count)
    } satisfies ListingPage
  })
}
