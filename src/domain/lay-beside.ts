import * as Effect from "effect/Effect"
import { type ActivityChange, keptEntry } from "./model/activity.ts"
import type { HistoryEntry } from "./model/history.ts"
import { ActivityLog } from "./ports/activity-log.ts"
import { Actor } from "./ports/actor.ts"
import { ChangeFeed } from "./ports/change-feed.ts"
import { now } from "./ports/clock.ts"
import { OrderHistory } from "./ports/order-history.ts"
import type { Changed } from "./ports/order-notes.ts"

/** What a person did beside one order. */
export interface Deed {
  readonly order: Changed
  /** A short verb: noted, tagged, assigned. */
  readonly act: string
  readonly changes?: ReadonlyArray<ActivityChange>
  readonly note?: string
  readonly entry: Pick<HistoryEntry, "event" | "subject" | "before" | "after" | "detail">
}

/**
 * Tells what was laid beside orders: in their histories, in the activity log, and to everybody who looks. Called in the
 * transaction of the change itself. No fact of an order changes, so no status is recomputed.
 */
export const layBeside = Effect.fn("layBeside")(function* (deeds: ReadonlyArray<Deed>) {
  if (deeds.length === 0) return
  const actor = yield* Actor
  const at = yield* now
  const entries = deeds.map(({ order, entry }): HistoryEntry => ({ orderId: order.orderId, ...entry }))
  yield* (yield* OrderHistory).append(entries, actor, at)
  const activity = deeds.map(({ order, act, changes = [], note = "" }) =>
    keptEntry({
      act,
      subject: { kind: "order", id: order.orderId, name: order.channelOrderNumber },
      changes,
      note
    })
  )
  yield* (yield* ActivityLog).record(activity, actor, at)
  const ids = [...new Set(deeds.map(({ order }) => order.orderId))]
  yield* (yield* ChangeFeed).publish({ about: "orders", ids })
})
