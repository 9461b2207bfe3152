import * as Effect from "effect/Effect"
import { availableKinds } from "../channel-availability.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { now } from "../ports/clock.ts"
import { InventoryStore, type ProductRange } from "../ports/inventory-store.ts"

/** So many numbers of products are one transaction: what is marked meanwhile waits for it. */
const stretch = 25_000
/** So many transactions at once: the work is the database's, which has more than one processor. */
const sideBySide = 2

const nextWave = Effect.fnUntraced(function* (after: number) {
  const store = yield* InventoryStore
  const wave: Array<ProductRange> = []
  while (wave.length < sideBySide) {
    const next = yield* store.stretchAfter(wave.at(-1)?.upTo ?? after, stretch)
    if (next === null) break
    wave.push(next)
  }
  return wave
})

/**
 * Computes anew what channels (null: all) are to be told of every product. Nothing is sent by this. A name that went from one
 * stretch to another is marked, and follows with a worker's next look.
 */
export const refreshInventory = Effect.fn("refreshInventory")(function* (channel: SalesChannel | null) {
  const store = yield* InventoryStore
  const kinds = yield* availableKinds
  const channelIds = channel === null ? null : [channel.id]
  const counts = { changed: 0, gone: 0 }
  const refresh = Effect.fnUntraced(function* (products: ProductRange) {
    const done = yield* store.recompute({ channelIds, products, availableKinds: kinds }, yield* now)
    counts.changed += done.changed
    counts.gone += done.gone
  })
  let wave = yield* nextWave(0)
  for (let last = wave.at(-1); last !== undefined; last = wave.at(-1)) {
    yield* Effect.forEach(wave, refresh, { discard: true, concurrency: sideBySide })
    wave = yield* nextWave(last.upTo)
  }
  return counts
})
