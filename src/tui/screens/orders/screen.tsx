import type { BodySize, OpenScreenFor } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { needLine, statusLine } from "./list-lines.ts"
import { following } from "./order-list.ts"
import { ordersActions } from "./orders-actions.ts"
import { OrdersBoard } from "./orders-board.ts"
import { ordersTable } from "./orders-table.ts"
import { selectedOrder } from "./selected-order.ts"
import { OrdersView } from "./view.tsx"

const longestSearch = 100

/** esc undoes one thing after another: the typing with its filter, what narrows the list, the selection. */
const leave = (board: OrdersBoard): boolean => {
  const { search, isTyping, wish, tab, marks } = board.list.get()
  if (isTyping || search !== "") board.ask({ search: "", isTyping: false })
  else if (tab !== "all" || Object.keys(wish).length > 0) board.ask({ wish: {}, tab: "all" })
  else if (marks.size > 0) board.change((state) => ({ ...state, marks: new Set() }))
  else board.change(following)
  return true
}

export const openOrders: OpenScreenFor<"orders"> = (desk, place) => {
  const board = new OrdersBoard(desk, place.filter ?? {})
  const parts = {
    status: statusLine(board, desk),
    needs: needLine(board, desk),
    table: ordersTable(board, desk),
    below: selectedOrder(board, desk, false),
    beside: selectedOrder(board, desk, true)
  }
  return {
    view: (size: BodySize) => <OrdersView {...size} {...parts} />,
    title: () => "Orders",
    actions: ordersActions(board, desk),
    isTyping: () => board.list.get().isTyping,
    typed: (event) => board.search(typedText(board.list.get().search, event, longestSearch)),
    leave: () => leave(board),
    shown: () => board.show(),
    hidden: () => board.hide(),
    closed: () => board.close()
  }
}
