import type { OrderId } from "../../../domain/model/order.ts"
import type { OrderStatus } from "../../../domain/model/order-status.ts"
import type { OrderCounts, OrderFilter, OrderRow } from "../../../domain/ports/order-board.ts"

/** A row as the list holds it. Immutable: another look is another object. */
export interface ListRow {
  readonly order: OrderRow
  /** Changed less than a second ago. */
  readonly isFresh: boolean
  /** It left this list meanwhile and stays only because the cursor is on it. */
  readonly isGone: boolean
}

export type StatusTab = OrderStatus | "all"

export interface ListState {
  readonly tab: StatusTab
  /** What the list was opened with, for instance by Triage. */
  readonly wish: OrderFilter
  readonly search: string
  readonly isTyping: boolean
  /** Newest first. */
  readonly rows: ReadonlyArray<ListRow>
  readonly counts: OrderCounts | null
  /** False until the first page of the present filter came. */
  readonly isRead: boolean
  readonly hasMore: boolean
  /** The row the cursor is bound to; null: none is selected and the list follows the newest. */
  readonly cursorId: OrderId | null
  readonly cursor: number
  readonly top: number
  readonly page: number
  readonly marks: ReadonlySet<OrderId>
  readonly isFrozen: boolean
  /** Orders above the first line that came since it was left. */
  readonly newer: number
}

export const emptyList = (wish: OrderFilter): ListState => ({
  tab: wish.status ?? "all",
  wish,
  search: wish.search ?? "",
  isTyping: false,
  rows: [],
  counts: null,
  isRead: false,
  hasMore: false,
  cursorId: null,
  cursor: -1,
  top: 0,
  page: 1,
  marks: new Set(),
  isFrozen: false,
  newer: 0
})

export const filterOf = ({ tab, wish, search }: ListState): OrderFilter => {
  const { status: _status, search: _search, ...rest } = wish
  return {
    ...rest,
    ...(tab === "all" ? {} : { status: tab }),
    ...(search.trim() === "" ? {} : { search: search.trim() })
  }
}

/** Another question is asked: its rows come, those of the old one go. Marks stay. */
export const asked = (state: ListState, change: Partial<ListState>): ListState => ({
  ...state,
  ...change,
  rows: [],
  isRead: false,
  hasMore: false,
  cursorId: null,
  cursor: -1,
  top: 0,
  newer: 0
})

/** The cursor stays in view; at the first line nothing newer is out of sight. */
export const scrolled = (state: ListState): ListState => {
  const page = Math.max(1, state.page)
  const last = Math.max(0, state.rows.length - page)
  const lowest = state.cursor - page + 1
  const top = state.cursor < 0 ? 0 : Math.min(Math.max(state.top, lowest, 0), Math.max(0, state.cursor), last)
  return { ...state, top, newer: top === 0 && !state.isFrozen ? 0 : state.newer }
}

export const movedTo = (state: ListState, index: number): ListState => {
  const cursor = Math.max(0, Math.min(state.rows.length - 1, index))
  const row = state.rows[cursor]
  return row === undefined ? state : scrolled({ ...state, cursor, cursorId: row.order.id })
}

/** The first move of a list without a cursor selects its first row. */
export const movedBy = (state: ListState, by: number): ListState =>
  movedTo(state, state.cursor < 0 ? 0 : state.cursor + by)

/** No row is selected, and new orders come in at the top. */
export const following = (state: ListState): ListState => ({
  ...state,
  cursorId: null,
  cursor: -1,
  top: 0,
  newer: 0
})

export const selected = (state: ListState): OrderRow | null => state.rows[state.cursor]?.order ?? null

export const toggledMark = (state: ListState): ListState => {
  const order = selected(state)
  if (order === null) return state
  const marks = new Set(state.marks)
  if (!marks.delete(order.id)) marks.add(order.id)
  return movedBy({ ...state, marks }, 1)
}

export const readyIn = (state: ListState): ReadonlyArray<OrderId> =>
  state.rows.filter(({ order }) => order.action === "process").map(({ order }) => order.id)

/** Marks every loaded order that is ready; when all of them are marked already, takes those marks away. */
export const toggledReady = (state: ListState): ListState => {
  const ready = readyIn(state)
  const marks = new Set(state.marks)
  const isAll = ready.every((id) => marks.has(id))
  for (const id of ready) {
    if (isAll) marks.delete(id)
    else marks.add(id)
  }
  return { ...state, marks }
}

export const withoutMarks = (state: ListState, ids: ReadonlyArray<OrderId>): ListState => {
  const marks = new Set(state.marks)
  for (const id of ids) marks.delete(id)
  return { ...state, marks }
}

export const hiddenMarks = (state: ListState): number => {
  const shown = new Set(state.rows.map(({ order }) => order.id))
  return [...state.marks].filter((id) => !shown.has(id)).length
}
