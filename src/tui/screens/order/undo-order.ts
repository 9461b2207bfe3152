import { undoProcess } from "../../../domain/operations/undo-process.ts"
import { timeLeft } from "../../age.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import { canUndo, type OrderPage, windowEnd } from "./order-page.ts"

const undo = (desk: Desk, { detail: { order } }: OrderPage): void => {
  const number = `#${order.channelOrderNumber}`
  desk.bridge.run(undoProcess(order.id), (outcome) => {
    if (outcome.ok) {
      const canceled = outcome.value.purchaseOrders.join(", ")
      desk.say("done", `${number} is as before PROCESS: ${canceled} will never be sent. Nothing had left.`)
    } else desk.say("need", outcome.message)
    desk.live.refresh()
  })
}

/** Takes PROCESS back while nothing has left; the hint counts the seconds of the release window. */
export const undoAction = (desk: Desk, shown: () => OrderPage | null): ScreenAction => ({
  run: () => {
    const page = shown()
    if (page === null) return
    const number = `#${page.detail.order.channelOrderNumber}`
    desk.ask({
      text: `UNDO PROCESS of ${number}? Nothing of it has left, and nothing will.`,
      onYes: () => undo(desk, page)
    })
  },
  refusal: () => {
    const page = shown()
    if (page === null) return "The order has not been read yet."
    return canUndo(page)
      ? null
      : "Nothing of it waits to leave, or a part began to leave: there is nothing to undo. C asks to cancel."
  },
  isOffered: () => {
    const page = shown()
    return page !== null && canUndo(page)
  },
  label: () => {
    const page = shown()
    const { now } = desk.clock.state.get()
    const end = page === null ? null : windowEnd(page.facts, now)
    return end === null ? "undo" : `undo, ${timeLeft(end, now)} left`
  }
})
