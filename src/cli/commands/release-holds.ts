import * as Effect from "effect/Effect"
import type { AnswerHold } from "../../domain/model/hold.ts"
import { releaseHolds } from "../../domain/operations/release-holds.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, has, text, texts } from "../input.ts"

export const release: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const kinds = has(input, "kind") ? (texts(input, "kind") as ReadonlyArray<AnswerHold>) : null
    const released = yield* releaseHolds(id, kinds, text(input, "reason") ?? "")
    return answer(
      { orderId: id, released },
      released.map((r) => `Released: ${r.message}`)
    )
  })
