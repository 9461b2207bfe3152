import type { OrderId } from "../../../domain/model/order.ts"
import { previewRetry, retryOrders } from "../../../domain/operations/retry-order.ts"
import { grouped } from "../../order-words.ts"
import type { Desk, Question } from "../../screen.ts"
import { handedOver } from "./order-marks.ts"
import type { OrdersBoard } from "./orders-board.ts"

interface Retried {
  readonly purchaseOrders: number
  readonly pushes: number
}

const counted = (n: number, one: string, many: string): string => `${grouped(n)} ${n === 1 ? one : many}`

const countWords = ({ purchaseOrders, pushes }: Retried): string =>
  [
    ...(purchaseOrders > 0 ? [counted(purchaseOrders, "purchase order", "purchase orders")] : []),
    ...(pushes > 0 ? [counted(pushes, "push", "pushes")] : [])
  ].join(" and ")

/** More than this is answered by the number, as PROCESS is (decisions A15). */
const withoutCount = 10

const questionOf = (marked: number, found: Retried): Omit<Question, "onYes"> => {
  const text = `TRY AGAIN what failed of ${grouped(marked)} marked: ${countWords(found)}, with the same identifiers`
  const many = found.purchaseOrders + found.pushes
  return many > withoutCount ? { text: `${text}.`, typed: String(many) } : { text: `${text}?` }
}

/** What failed of all marked orders at once: after an outage nobody presses a key for each. */
export const retryMarked = (board: OrdersBoard, desk: Desk, ids: ReadonlyArray<OrderId>): void => {
  const say = (outcome: { readonly message: string }) => desk.say("need", outcome.message)
  const go = () =>
    desk.bridge.run(retryOrders(ids), (outcome) => {
      if (outcome.ok) {
        board.change((state) => handedOver(state, ids))
        desk.say("done", `Tried again: ${countWords(outcome.value)}.`)
      } else say(outcome)
      desk.live.refresh()
    })
  desk.bridge.run(previewRetry(ids), (outcome) => {
    if (!outcome.ok) say(outcome)
    else if (outcome.value.purchaseOrders + outcome.value.pushes === 0)
      desk.say("need", "Nothing failed of what is marked, or a hold keeps it: there is nothing to try again.")
    else desk.ask({ ...questionOf(ids.length, outcome.value), onYes: go })
  })
}
