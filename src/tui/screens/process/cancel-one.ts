import type { OrderId } from "../../../domain/model/order.ts"
import type { OrderRow } from "../../../domain/ports/order-board.ts"
import type { Desk } from "../../screen.ts"
import { sendingOf } from "./sending.ts"
import { askToCancel, namesOf, reason, undoAll } from "./take-back.ts"

/** Why C cannot act on this order; null: it can. */
export const cancelRefusalOf = (order: OrderRow): string | null => {
  switch (sendingOf(order)) {
    case "queued":
      return "A worker has just got it. In a moment it can be taken back, or its suppliers asked."
    case "in doubt":
      return "It may have arrived: settle the doubt first (enter, then d)."
    case "canceled":
      return "It is canceled already."
    case "held":
    case "failed":
      return "Nothing of it is under way: its own screen cancels it (enter)."
    default:
      return null
  }
}

/** Suppliers that have it are asked; what they answer shows on the order. */
const askSuppliers = (desk: Desk, order: OrderRow, why: string): void =>
  desk.ask({
    text: `${why}Ask the suppliers of ${namesOf([order])} to cancel what has not left (${reason})?`,
    onYes: () =>
      desk.bridge.run(askToCancel([order]), (outcome) => {
        desk.say(outcome.ok ? "done" : "need", outcome.ok ? outcome.value : outcome.message)
        desk.live.refresh()
      })
  })

/** Nothing has left: back to before PROCESS. Where it began to leave meanwhile, that is said and the suppliers are asked. */
export const askToCancelOne = (
  desk: Desk,
  order: OrderRow,
  takenBack: (ids: ReadonlySet<OrderId>) => void
): void => {
  if (sendingOf(order) === "sent") {
    askSuppliers(desk, order, "")
    return
  }
  desk.ask({
    text: `Take PROCESS of ${namesOf([order])} back, before anything of it leaves?`,
    onYes: () =>
      desk.bridge.run(undoAll([order]), (outcome) => {
        if (!outcome.ok) desk.say("need", outcome.message)
        else if (outcome.value[0]?.refusal == null) {
          desk.say("done", `${namesOf([order])} is as before PROCESS: nothing of it was sent.`)
          takenBack(new Set([order.id]))
        } else askSuppliers(desk, order, `Too late: ${outcome.value[0].refusal} `)
      })
  })
}
