import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ListingPage } from "../../../domain/ports/sales-channels.ts"
import { decodeField, malformed } from "./shopify-answer.ts"
import { listingsDocument } from "./shopify-documents.ts"
import { pageOf } from "./shopify-nodes.ts"
import type { Ask } from "./shopify-session.ts"

const Listing = Schema.Struct({ sku: Schema.NullOr(Schema.String) })
const decodePage = decodeField(pageOf(Listing), "inventoryItems", "inventory items")

/** Every inventory item: its SKU. Its barcode and title stand at the product, which the app is not asked to read. */
export const readListings = (ask: Ask) =>
  Effect.fn("shopify.readListings")(function* (channel: SalesChannel, cursor: string | null) {
    const { data } = yield* ask(channel, listingsDocument, { after: cursor })
    const { nodes, pageInfo } = yield* decodePage(data)
    if (pageInfo.hasNextPage && pageInfo.endCursor === null) return yield* malformed("inventory items")
    return {
      listings: nodes.map(({ sku }) => ({ sku: sku ?? "", title: "", barcodes: [] })),
      broken: [],
      next: pageInfo.hasNextPage ? pageInfo.endCursor : null
    } satisfies ListingPage
  })
