import * as Effect from "effect/Effect"
import { type Availability, availability } from "./model/availability.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import { type ToldAs, toldAs } from "./model/stock-alias.ts"
import { type ChannelStock, InventoryStore, type StockedProduct } from "./ports/inventory-store.ts"
import { SalesChannels } from "./ports/sales-channels.ts"

/** told: the channel is told a number. unknown: no supplier said what there is, so it is told nothing. */
export type InventoryStanding = "told" | "ignored" | "conflict" | "unknown"

/** One product on one channel, as it is now. */
export interface InventoryPosition {
  readonly product: StockedProduct
  readonly standing: InventoryStanding
  /** Under which names, or why under none. */
  readonly names: ReadonlyArray<ToldAs>
  /** The arithmetic, told or not; null: no supplier said what there is. */
  readonly available: Availability | null
  /** What was computed last for sending, and what the channel shows. */
  readonly sent: ReadonlyArray<ChannelStock>
}

/** The kinds of channel that show what can be sold: a minimum level has a meaning there alone (requirement IV-5). */
export const availableKinds = Effect.map(SalesChannels, ({ kinds }) =>
  kinds.filter((k) => k.capabilities.inventory?.usesAvailableQuantity === true).map((k) => k.kind)
)

const standingOf = (names: ReadonlyArray<ToldAs>, available: Availability | null): InventoryStanding => {
  if (names.some((n) => n._tag === "Conflict")) return "conflict"
  if (!names.some((n) => n._tag === "Told")) return "ignored"
  return available === null ? "unknown" : "told"
}

/** What a channel is to be told about these products, computed from the rows of this moment. */
export const channelAvailability = Effect.fn("channelAvailability")(function* (
  channel: SalesChannel,
  products: ReadonlyArray<StockedProduct>
) {
  const store = yield* InventoryStore
  const uses = (yield* availableKinds).includes(channel.kind)
  const ids = products.map((p) => p.id)
  const facts = new Map((yield* store.facts(channel.stock.warehouse, ids)).map((f) => [f.productId, f]))
  const names = Map.groupBy(
    toldAs(channel.stock.alias, yield* store.aliasClaims(channel.stock.alias, ids)),
    (n) => n.sku
  )
  const sent = Map.groupBy(yield* store.ofChannel(channel.id, ids), (s) => s.productId)
  return products.map((product): InventoryPosition => {
    const known = facts.get(product.id)
    const available = known === undefined ? null : availability(known, channel.stock, uses)
    const own = names.get(product.sku) ?? []
    return {
      product,
      standing: standingOf(own, available),
      names: own,
      available,
      sent: sent.get(product.id) ?? []
    }
  })
})
