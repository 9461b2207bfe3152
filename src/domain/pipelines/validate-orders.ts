import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { applyRules } from "../apply-rules.ts"
import type { OrderId } from "../model/order.ts"

/** Applies the rules to orders that were imported, changed, or whose cause of waiting has gone. */
export const validateOrders = Effect.fn("validateOrders")(function* (job: {
  readonly orderIds: ReadonlyArray<OrderId>
}) {
  yield* advance(applyRules(job.orderIds))
})
