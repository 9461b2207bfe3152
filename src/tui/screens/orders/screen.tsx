import { isDeepStrictEqual } from "node:util"
import type { OrderFilter } from "../../../domain/ports/order-board.ts"
import type { BodySize, OpenScreenFor } from "../../screen.ts"
import { FilterLine } from "./filter-line.ts"
import { needLine, statusLine } from "./list-lines.ts"
import { emptyList, following, type ListState } from "./order-list.ts"
import { withoutAnyMark } from "./order-marks.ts"
import { ordersActions, ordersHints } from "./orders-actions.ts"
import { OrdersBoard } from "./orders-board.ts"
import { OrdersPanel } from "./orders-panel.ts"
import { ordersTable } from "./orders-table.ts"
import { selectedOrder } from "./selected-order.ts"
import { OrdersView } from "./view.tsx"

/** It stands as another screen opened it, for something: then esc leads back there, and takes nothing of it away first. */
const isAsOpened = (now: ListState, filter: OrderFilter | undefined): boolean => {
  if (filter === undefined || now.isTyping || now.marks.size > 0) return false
  const { search, wish, tab, sort } = emptyList(filter)
  return isDeepStrictEqual([now.search, now.wish, now.tab, now.sort], [search, wish, tab, sort])
}

/** esc undoes one thing after another: what is open, the typing with its filter, what narrows the list, marks, the selection. */
const leave = (board: OrdersBoard, panel: OrdersPanel, filter: OrderFilter | undefined): boolean => {
  if (panel.leave()) return true
  if (isAsOpened(board.list.get(), filter)) return false
  const { search, isTyping, wish, tab, marks, sort, cursorId } = board.list.get()
  if (isTyping || search !== "") board.showQuery("", { isTyping: false })
  else if (tab !== "all" || Object.keys(wish).length > 0) board.ask({ wish: {}, tab: "all" })
  else if (sort !== "newest") board.ask({ sort: "newest" })
  else if (marks.size > 0) board.change(withoutAnyMark)
  else if (cursorId !== null) board.change(following)
  else return false
  return true
}

export const openOrders: OpenScreenFor<"orders"> = (desk, place) => {
  const board = new OrdersBoard(desk, place.filter ?? {})
  const line = new FilterLine(board, desk)
  const panel = new OrdersPanel(board, desk)
  const below = { board, line, panel }
  const parts = {
    status: statusLine(board, desk),
    needs: needLine(board, desk),
    table: ordersTable(board, desk),
    below: selectedOrder(below, desk, false),
    beside: selectedOrder(below, desk, true),
    board,
    panel
  }
  return {
    view: (size: BodySize) => <OrdersView {...size} {...parts} />,
    title: () => "Orders",
    actions: ordersActions(below, desk),
    hints: () => ordersHints(below),
    isTyping: () => board.list.get().isTyping || panel.store.get() !== null,
    typed: (event) => (panel.store.get() === null ? line.typed(event) : panel.typed(event)),
    leave: () => leave(board, panel, place.filter),
    isReading: () => board.query.isReading(),
    shown: () => board.show(),
    hidden: () => board.hide(),
    closed: () => board.close()
  }
}
