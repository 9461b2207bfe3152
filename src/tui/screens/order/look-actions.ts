import type { OrderDetail } from "../../../domain/ports/order-board.ts"
import type { Desk, ScreenAction } from "../../screen.ts"

const notRead = "The order has not been read yet."

/** What else there is to see of an order, each on a page of its own. */
export const lookActions = (
  desk: Desk,
  shown: () => OrderDetail | null
): Readonly<Record<string, ScreenAction>> => {
  const opening = (
    screen: "order-timeline" | "order-bytes" | "order-evidence" | "order-payload",
    refusal: (detail: OrderDetail) => string | null = () => null
  ): ScreenAction => ({
    run: () => {
      const detail = shown()
      if (detail === null) return
      const { id, channelOrderNumber } = detail.order
      desk.open({ screen, id, number: channelOrderNumber })
    },
    refusal: () => {
      const detail = shown()
      return detail === null ? notRead : refusal(detail)
    }
  })
  return {
    timeline: opening("order-timeline"),
    bytes: opening("order-bytes"),
    evidence: opening("order-evidence", ({ purchaseOrders }) =>
      purchaseOrders.length === 0
        ? "No purchase order yet: there is nothing to prove. v shows what would be sent."
        : null
    ),
    payload: opening("order-payload")
  }
}
