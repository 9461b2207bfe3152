import * as Effect from "effect/Effect"
import { availableKinds } from "../channel-availability.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { now } from "../ports/clock.ts"
import { InventoryStore } from "../ports/inventory-store.ts"

/** So many products are one transaction. */
const stretch = 20_000

/** Computes anew what channels (null: all) are to be told of every product. Nothing is sent by this. */
export const refreshInventory = Effect.fn("refreshInventory")(function* (channel: SalesChannel | null) {
  const store = yield* InventoryStore
  const kinds = yield* availableKinds
  const channelIds = channel === null ? null : [channel.id]
  const counts = { changed: 0, gone: 0 }
  let after: number | undefined = 0
  while (after !== undefined) {
    const productIds: ReadonlyArray<number> = yield* store.productsAfter(after, stretch)
    if (productIds.length > 0) {
      const done = yield* store.recompute({ channelIds, productIds, availableKinds: kinds }, yield* now)
      counts.changed += done.changed
      counts.gone += done.gone
    }
    after = productIds.length === stretch ? productIds.at(-1) : undefined
  }
  return counts
})
