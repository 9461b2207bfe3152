import * as Effect from "effect/Effect"
import { orderName } from "../../domain/model/order.ts"
import { holdUntil, releaseHold } from "../../domain/operations/hold-until.ts"
import { undoProcess } from "../../domain/operations/undo-process.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, has, text } from "../input.ts"
import { momentOf } from "../moment.ts"
import { commandLine } from "../shell-word.ts"
import { countOf } from "../wording.ts"

export const undo: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const { number, purchaseOrders } = yield* undoProcess(id)
    return answer({ orderId: id, number, purchaseOrders }, [
      `${orderName(number)} is taken back: ${countOf(purchaseOrders.length, "purchase order")} canceled (${purchaseOrders.join(", ")}), nothing was sent.`,
      `Auto-processing leaves it alone from now on. See it: ${commandLine("orders", "show", String(id))}`
    ])
  })

export const hold: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    if (has(input, "release")) {
      const number = yield* releaseHold(id)
      return answer({ orderId: id, released: true }, [`${orderName(number)} is not held any more.`])
    }
    const until = momentOf(text(input, "until") ?? "")
    if (until === null) return yield* new Refusal({ message: "--until takes a time." })
    const { message, left } = yield* holdUntil(id, until, text(input, "reason") ?? "")
    return answer({ orderId: id, until, message, left }, [
      `${message}.`,
      left
        ? "A purchase order of it has left already: that one is not called back."
        : "It is released by itself then."
    ])
  })
