import * as Effect from "effect/Effect"
import { availableKinds } from "../channel-availability.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { now } from "../ports/clock.ts"
import { InventoryStore } from "../ports/inventory-store.ts"

/** Computes anew what channels (null: all) are to be told of every product. Nothing is sent by this. */
export const refreshInventory = Effect.fn("refreshInventory")(function* (channel: SalesChannel | null) {
  const channelIds = channel === null ? null : [channel.id]
  return yield* (yield* InventoryStore).recompute(
    { channelIds, productIds: null, availableKinds: yield* availableKinds },
    yield* now
  )
})
