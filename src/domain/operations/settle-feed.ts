import * as Effect from "effect/Effect"
import { noteActivity } from "../note-activity.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { type FeedContent, FeedStore } from "../ports/feed-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const demandFeed = Effect.fn("demandFeed")(function* (id: number) {
  const feed = yield* (yield* FeedStore).get(id)
  if (feed !== null) return feed
  return yield* new Refusal({ message: `There is no feed ${id}. switchyard inventory feeds lists them.` })
})

const letIn = Effect.fn("letIn")(function* (feed: FeedContent) {
  const store = yield* FeedStore
  const issuedAt = feed.asOf ?? feed.receivedAt
  const besides = yield* store.newerThan(feed.supplierId, feed.warehouses, issuedAt)
  const asOf = new Date(Math.min(issuedAt.getTime(), feed.receivedAt.getTime()))
  yield* store.stageHeld(feed.supplierId, feed.id)
  const order = { supplierId: feed.supplierId, feedId: feed.id, asOf, besides, gone: "zero" as const }
  return (yield* store.merge(order)).changed
})

/**
 * Lets a held feed in, or throws it away. Of warehouses of which a newer word was used nothing is taken. What the feed does
 * not name any more counts as nothing: the person saw that it is gone.
 */
export const settleFeed = Effect.fn("settleFeed")(function* (id: number, accepted: boolean, reason = "") {
  const store = yield* FeedStore
  const actor = yield* Actor
  const at = yield* now
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const feed = yield* demandFeed(id)
      yield* store.lock(feed.supplierId)
      const settled = yield* store.settle(id, accepted ? "taken" : "rejected", actor, at, reason)
      if (!settled)
        return yield* new Refusal({ message: `Feed ${id} is ${feed.state}, and only a held one is settled.` })
      const changed = accepted ? yield* letIn(feed) : 0
      yield* store.dropRows(id)
      const subject = { kind: "feed" as const, id, name: `${feed.supplier}: ${feed.file}` }
      yield* noteActivity(accepted ? "let in" : "not let in", subject, [], reason)
      return { feed, changed }
    })
  )
})
