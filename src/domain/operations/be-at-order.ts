import * as Effect from "effect/Effect"
import type { HistoryEntry } from "../model/history.ts"
import type { OrderId } from "../model/order.ts"
import { Actor } from "../ports/actor.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { OrderHistory } from "../ports/order-history.ts"
import { OrderPresence, type Seat } from "../ports/order-presence.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

/** Who begins to edit is in the history: it is asked for when two have edited one order. Who only looks is not. */
const tellBegun = Effect.fn("tellBegun")(function* ({ orderId, doing }: Seat, actor: string) {
  const plain = { subject: "", before: null, after: null, detail: {} }
  const begun: HistoryEntry = { orderId, event: "began to edit", ...plain }
  if (doing === "editing") yield* (yield* OrderHistory).append([begun], actor, yield* now)
  yield* (yield* ChangeFeed).publish({ about: "orders", ids: [orderId] })
})

/** Somebody is at an order: said when they come, and again every half minute. It keeps nobody else out. */
export const beAtOrder = Effect.fn("beAtOrder")(function* (seat: Seat) {
  const presence = yield* OrderPresence
  const actor = yield* Actor
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      if (yield* presence.beat(seat, actor)) yield* tellBegun(seat, actor)
    })
  )
})

export const leaveOrder = Effect.fn("leaveOrder")(function* (seat: Seat) {
  const presence = yield* OrderPresence
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      if (yield* presence.leave(seat))
        yield* (yield* ChangeFeed).publish({ about: "orders", ids: [seat.orderId] })
    })
  )
})

/** No console has this number: from outside all of them are others. */
const nobody = "00000000-0000-0000-0000-000000000000"

/** Who is at an order just now, who edits first. */
export const whoIsAt = Effect.fn("whoIsAt")(function* (id: OrderId) {
  return yield* (yield* OrderPresence).others(id, nobody)
})
