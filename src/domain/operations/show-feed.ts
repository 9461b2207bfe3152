import * as Effect from "effect/Effect"
import { feedChanges, feedDrop, feedSize } from "../model/feed-guard.ts"
import { Refusal } from "../ports/failure.ts"
import { FeedStore } from "../ports/feed-store.ts"

/** A feed, and what it says otherwise than the supplier's last used one beside it. */
export const showFeed = Effect.fn("showFeed")(function* (id: number) {
  const store = yield* FeedStore
  const feed = yield* store.get(id)
  if (feed === null)
    return yield* new Refusal({ message: `There is no feed ${id}. switchyard inventory feeds lists them.` })
  const before = yield* store.lastTaken(feed.supplierId, feed.reference)
  return {
    feed,
    changes: feedChanges(before ?? [], feed.rows),
    drop: feedDrop(before === null ? null : feedSize(before), feed)
  }
})
