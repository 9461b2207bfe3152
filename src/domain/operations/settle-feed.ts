import * as Effect from "effect/Effect"
import { Actor } from "../ports/actor.ts"
import { Catalog } from "../ports/catalog.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { FeedStore } from "../ports/feed-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const demandFeed = Effect.fn("demandFeed")(function* (id: number) {
  const feed = yield* (yield* FeedStore).get(id)
  if (feed !== null) return feed
  return yield* new Refusal({ message: `There is no feed ${id}. switchyard inventory feeds lists them.` })
})

/** Lets a held feed in, or throws it away. A level of which a newer word is known stays as that says. */
export const settleFeed = Effect.fn("settleFeed")(function* (id: number, accepted: boolean) {
  const store = yield* FeedStore
  const actor = yield* Actor
  const at = yield* now
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const feed = yield* demandFeed(id)
      const settled = yield* store.settle(id, accepted ? "taken" : "rejected", actor, at)
      if (!settled)
        return yield* new Refusal({ message: `Feed ${id} is ${feed.state}, and only a held one is settled.` })
      const words = feed.rows.map((r) => ({
        supplierSku: r.sku,
        warehouse: r.warehouse,
        quantity: r.quantity
      }))
      const products = accepted
        ? yield* (yield* Catalog).saveStock(feed.supplierId, words, feed.asOf ?? feed.receivedAt)
        : 0
      return { feed, products }
    })
  )
})
