import * as Effect from "effect/Effect"
import { type Deed, layBeside } from "../lay-beside.ts"
import type { OrderId } from "../model/order.ts"
import { assigneeOf, longestAssignee } from "../model/order-note.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { type Changed, OrderNotes } from "../ports/order-notes.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const deed = (order: Changed & { readonly before: string | null }, after: string | null): Deed => ({
  order,
  act: after === null ? "unassigned" : "assigned",
  changes: [{ field: "assignee", before: order.before, after }],
  entry: { event: "assigned", subject: "", before: order.before, after: after ?? "nobody", detail: {} }
})

/** Who looks after these orders from now on; null: nobody in particular. Returns whose they were, for the undo. */
export const assignOrders = Effect.fn("assignOrders")(function* (
  ids: ReadonlyArray<OrderId>,
  given: string | null
) {
  const assignee = given === null ? null : assigneeOf(given)
  if (given !== null && assignee === null)
    return yield* new Refusal({ message: `A name has 1 to ${longestAssignee} characters on one line.` })
  const store = yield* OrderNotes
  const actor = yield* Actor
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const changed = yield* store.assign(ids, assignee, actor, yield* now)
      yield* layBeside(changed.map((one) => deed(one, assignee)))
      return changed
    })
  )
})
