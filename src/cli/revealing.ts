import * as Effect from "effect/Effect"
import type { OrderId } from "../domain/model/order.ts"
import { revealOrder } from "../domain/operations/reveal-order.ts"
import type { Flag, Input } from "./command-row.ts"
import { has } from "./input.ts"
import { ReadOnlyLogin } from "./read-only-login.ts"

export const revealFlag: Flag = {
  name: "reveal",
  kind: "switch",
  help: "with the buyer's personal data, which is masked otherwise; that you looked is written into the activity log"
}

export const revealRawFlag: Flag = {
  name: "reveal",
  kind: "switch",
  help: "as it came, which is hidden otherwise: it may hold personal data; that you looked is written into the activity log"
}

/** Behind what is hidden: the way to see it. A look is written down first, and such a login writes nothing. */
export const howToReveal = Effect.map(ReadOnlyLogin, (isReadOnly) =>
  isReadOnly ? "it stays so over a login that may only read" : "--reveal shows it, and that is written down"
)

/** True: it was asked for, and is written down. */
export const revealing = Effect.fn("revealing")(function* (input: Input, id: OrderId) {
  const isAsked = has(input, "reveal")
  if (isAsked) yield* revealOrder(id)
  return isAsked
})
