import type { Desk } from "../../screen.ts"
import { emptyWords } from "./empty-words.ts"
import { selected } from "./order-list.ts"
import type { OrdersBoard } from "./orders-board.ts"

/** In an empty list no key selects anything: why it is empty, and what helps, as the list itself says it. */
export const needsRows = (board: OrdersBoard, desk: Desk): string | null => {
  if (board.list.get().rows.length > 0) return null
  const [why, ...helps] = emptyWords(board, desk)
  return [why, ...helps.slice(-1)].join(" ")
}

/** Null: an order is selected. */
export const needsSelection = (board: OrdersBoard, desk: Desk): string | null =>
  selected(board.list.get()) === null
    ? (needsRows(board, desk) ?? "No order is selected: j selects the first one.")
    : null
