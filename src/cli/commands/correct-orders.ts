import * as Effect from "effect/Effect"
import { retryOrders } from "../../domain/operations/retry-order.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrders } from "../find-order.ts"
import { countOf } from "../wording.ts"

export const retry: Run = (input) =>
  Effect.gen(function* () {
    const { purchaseOrders, pushes } = yield* retryOrders(yield* findOrders(input.rest))
    return answer({ purchaseOrders, pushes }, [
      `Tried again with the same identifiers: ${countOf(purchaseOrders, "purchase order")}, ${pushes} to the channel.`
    ])
  })
