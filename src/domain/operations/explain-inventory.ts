import * as Effect from "effect/Effect"
import { channelAvailability } from "../channel-availability.ts"
import { countsFor } from "../model/availability.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { Refusal } from "../ports/failure.ts"
import { InventoryStore } from "../ports/inventory-store.ts"

/** How many purchase orders and orders are named one by one; the sums count all of them. */
export const mostNamed = 20

/** Why a channel is told this number of this product: every step, and the rows behind each. */
export const explainInventory = Effect.fn("explainInventory")(function* (channel: SalesChannel, sku: string) {
  const store = yield* InventoryStore
  const product = yield* store.product(sku)
  if (product === null)
    return yield* new Refusal({
      message: `There is no product with the master SKU “${sku}”. switchyard inventory list --channel ${channel.name} shows all.`
    })
  const [position] = yield* channelAvailability(channel, [product])
  const levels = yield* store.levels(product.id)
  return {
    channel,
    product,
    position: position ?? { product, standing: "unknown" as const, names: [], available: null, sent: [] },
    levels: levels.map((level) => ({ ...level, counts: countsFor(channel.stock.warehouse, level) })),
    claims: yield* store.claims(channel.stock.warehouse, product.id, mostNamed),
    demand: yield* store.demand(product.id, mostNamed)
  }
})
export type ExplainedInventory = Effect.Success<ReturnType<typeof explainInventory>>
