import * as Effect from "effect/Effect"
import { channelAvailability } from "../channel-availability.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { type InventoryFilter, InventoryStore } from "../ports/inventory-store.ts"

/** A page of what a channel is to be told, by master SKU, of all products or those that are searched for; `after` is the last SKU of the page before. */
export const listInventory = Effect.fn("listInventory")(function* (
  channel: SalesChannel,
  filter: InventoryFilter | null,
  after: string | null,
  limit: number,
  search = ""
) {
  const store = yield* InventoryStore
  const products = yield* search.trim() === ""
    ? store.page(channel, filter, after, limit)
    : store.search(channel, filter, search, after, limit)
  const positions = products.length === 0 ? [] : yield* channelAvailability(channel, products)
  return { channel, positions, after: products.length === limit ? (products.at(-1)?.sku ?? null) : null }
})
export type ListedPosition = Effect.Success<ReturnType<typeof listInventory>>["positions"][number]
