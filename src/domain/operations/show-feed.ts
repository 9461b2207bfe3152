import * as Effect from "effect/Effect"
import { dropPercentOf, feedDrop } from "../model/feed-guard.ts"
import { Refusal } from "../ports/failure.ts"
import { FeedStore } from "../ports/feed-store.ts"
import { SupplierStore } from "../ports/supplier-store.ts"

export interface FeedPage {
  readonly skip: number
  readonly limit: number
}

/** A feed, and while it waits for a person what it says otherwise than is known: a page of that, and how much there is. */
export const showFeed = Effect.fn("showFeed")(function* (
  id: number,
  page: FeedPage = { skip: 0, limit: 50 }
) {
  const store = yield* FeedStore
  const feed = yield* store.get(id)
  if (feed === null)
    return yield* new Refusal({ message: `There is no feed ${id}. switchyard inventory feeds lists them.` })
  const before = yield* store.lastTaken(feed.supplierId, feed.warehouses, id)
  const { changes, total } = yield* store.changes(id, page.skip, page.limit)
  const supplier = yield* (yield* SupplierStore).get(feed.supplierId)
  const percent = dropPercentOf(supplier?.terms ?? {})
  const drop = feed.state === "held" ? feedDrop(before, feed, percent) : null
  return { feed, before, changes, differences: total, drop, percent }
})
