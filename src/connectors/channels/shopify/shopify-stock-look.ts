import * as Effect from "effect/Effect"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decodeField } from "./shopify-answer.ts"
import { stockDocument } from "./shopify-documents.ts"
import { pageOf, type ShopLocation, StockItem } from "./shopify-nodes.ts"
import { allNodes } from "./shopify-pages.ts"
import type { Ask } from "./shopify-session.ts"

/** SKUs in one question; some are on several variants. */
const atOnce = 50

const decodePage = decodeField(pageOf(StockItem), "inventoryItems", "inventory items")

/** A SKU as one term of Shopify's search. What the search finds beyond it is dropped: only the very same SKU counts. */
const term = (sku: string): string => `sku:'${sku.replace(/[\\'"]/g, (mark) => `\\${mark}`)}'`

export const shownOf = (item: StockItem): number | null =>
  item.inventoryLevel?.quantities.find((quantity) => quantity.name === "available")?.quantity ?? null

/** The inventory items of these SKUs, each with what is available at one location. */
export const makeStockLook = (ask: Ask) =>
  Effect.fn("shopify.lookUpStock")(function* (
    channel: SalesChannel,
    location: ShopLocation,
    skus: ReadonlyArray<string>
  ) {
    const wanted = new Set(skus.filter((sku) => sku.trim() !== ""))
    const found = new Map<string, Array<StockItem>>()
    for (const batch of inBatches([...wanted], atOnce)) {
      const query = batch.map(term).join(" OR ")
      const page = (after: string | null) =>
        ask(channel, stockDocument, { query, after, locationId: location.id }).pipe(
          Effect.flatMap(({ data }) => decodePage(data))
        )
      for (const item of yield* allNodes(yield* page(null), "inventory items", page)) {
        if (item.sku === null || !wanted.has(item.sku)) continue
        const same = found.get(item.sku)
        if (same === undefined) found.set(item.sku, [item])
        else if (!same.some((one) => one.id === item.id)) same.push(item)
      }
    }
    return found as ReadonlyMap<string, ReadonlyArray<StockItem>>
  })
