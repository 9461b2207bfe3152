import * as Effect from "effect/Effect"
import type { OrderId } from "../domain/model/order.ts"
import { Refusal } from "../domain/ports/failure.ts"
import { OrderStore } from "../domain/ports/order-store.ts"

/** One order by our id, the channel's number or the channel's id. */
export const findOrder = Effect.fn("findOrder")(function* (reference: string) {
  const ids = yield* (yield* OrderStore).find(reference)
  const [id] = ids
  if (id === undefined)
    return yield* new Refusal({
      message: `There is no order “${reference}”. Look for it: switchyard orders list --search ...`
    })
  if (ids.length > 1)
    return yield* new Refusal({
      message: `“${reference}” names ${ids.length} orders. Give the id of one: ${ids.slice(0, 10).join(", ")}.`
    })
  return id
})

/** In the order given, each once. */
export const findOrders = Effect.fn("findOrders")(function* (references: ReadonlyArray<string>) {
  const ids: ReadonlyArray<OrderId> = yield* Effect.forEach(references, findOrder)
  return [...new Set(ids)]
})
