import * as Effect from "effect/Effect"
import type { CauseKey } from "../model/waiting-cause.ts"
import { MappingBoard } from "../ports/mapping-board.ts"

/** What orders wait for, the most orders first. */
export const listCauses = Effect.fn("listCauses")(function* () {
  return yield* (yield* MappingBoard).causes()
})

/** Orders that wait for this, oldest first. */
export const ordersOfCause = Effect.fn("ordersOfCause")(function* (cause: CauseKey, limit: number) {
  return yield* (yield* MappingBoard).waitingFor(cause, limit)
})
