import * as Effect from "effect/Effect"
import { abilityOf, demandKind, demandPage } from "../demand-channel.ts"
import { pageOf } from "../model/channel-page.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import type { StockRules } from "../model/stock-rules.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { InventoryStore } from "../ports/inventory-store.ts"

/** How many listings are named one by one, the largest losses first; the counts are of all. */
export const mostSamples = 20

/**
 * What these rules would change on a channel, counted over all of it before anybody saves them. Nothing is written, and what
 * could not be saved is not tried.
 */
export const tryStockRules = Effect.fn("tryStockRules")(function* (
  channel: SalesChannel,
  rules: StockRules,
  samples = mostSamples
) {
  const kind = yield* demandKind(channel.kind)
  const client = yield* (yield* ChannelStore).client(channel.id)
  yield* demandPage(kind, { ...pageOf(channel, client), stock: rules })
  const { usesAvailableQuantity } = abilityOf(kind)
  return yield* (yield* InventoryStore).tryRules(channel, rules, usesAvailableQuantity, samples)
})
