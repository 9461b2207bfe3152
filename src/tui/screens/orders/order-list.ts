import type { OrderId } from "../../../domain/model/order.ts"
import { type OrderQuery, printOrderQuery } from "../../../domain/model/order-query.ts"
import { parseOrderQuery, type QueryFault } from "../../../domain/model/order-query-parse.ts"
import type { OrderSort } from "../../../domain/model/order-sort.ts"
import type { OrderStatus } from "../../../domain/model/order-status.ts"
import type { OrderCounts, OrderFilter, OrderRow, Searched } from "../../../domain/ports/order-board.ts"

/** A row as the list holds it. Immutable: another look is another object. */
export interface ListRow {
  readonly order: OrderRow
  /** It came or changed while the list was open: it is marked, until the list says that it is calm. */
  readonly isFresh: boolean
  /** It left this list meanwhile and stays only because the cursor is on it. */
  readonly isGone: boolean
}

export type StatusTab = OrderStatus | "all"

export interface ListState {
  readonly tab: StatusTab
  /** What the list was opened with besides a query, for instance by Triage. */
  readonly wish: OrderFilter
  /** What stands in the filter line, as it was typed. */
  readonly search: string
  /** What was understood of it last: the list shows this. */
  readonly query: OrderQuery
  /** What cannot be understood of it. */
  readonly fault: QueryFault | null
  readonly sort: OrderSort
  readonly isTyping: boolean
  readonly rows: ReadonlyArray<ListRow>
  /** Fresh rows whose second is over; a row stays the object that it was, so that it is not formatted for that. */
  readonly calm: ReadonlySet<ListRow>
  readonly counts: OrderCounts | null
  /** False until the first page of the present filter came; rows are then those of the filter before. */
  readonly isRead: boolean
  readonly hasMore: boolean
  /** So many orders were looked at, and there are more; null: whatever matches is found. */
  readonly searched: Searched | null
  /** The row the cursor is bound to; null: none is selected and the list follows the newest. */
  readonly cursorId: OrderId | null
  readonly cursor: number
  readonly top: number
  readonly page: number
  readonly marks: ReadonlySet<OrderId>
  /** Why a marked one was not processed. */
  readonly reasons: ReadonlyMap<OrderId, string>
  /** Handed over to be sent: one that fails is marked again. */
  readonly handed: ReadonlySet<OrderId>
  /** The row that was marked last: a range begins there. */
  readonly anchorId: OrderId | null
  /** Marked ones that are not loaded and do not match either. */
  readonly outside: number
  readonly isFrozen: boolean
  /** Orders above the first line that came since it was left. */
  readonly newer: number
}

/** What the filter line says for what a list was opened with. */
const openedWith = ({ query = [], search = "" }: OrderFilter): OrderQuery =>
  search === "" ? query : [...query, { kind: "text", text: search, isNot: false }]

export const emptyList = (given: OrderFilter): ListState => {
  const { query: _query, search: _search, sort = "newest", marked = [], ...wish } = given
  const query = openedWith(given)
  return {
    tab: wish.status ?? "all",
    wish,
    search: printOrderQuery(query),
    query,
    fault: null,
    sort,
    isTyping: false,
    rows: [],
    calm: new Set(),
    counts: null,
    isRead: false,
    hasMore: false,
    searched: null,
    cursorId: null,
    cursor: -1,
    top: 0,
    page: 1,
    marks: new Set(marked),
    reasons: new Map(),
    handed: new Set(),
    anchorId: null,
    outside: 0,
    isFrozen: false,
    newer: 0
  }
}

const asksForMarks = (query: OrderQuery): boolean =>
  query.some(
    (term) => term.kind === "field" && term.test.is === "any of" && term.test.values.includes("marked")
  )

export const filterOf = ({ tab, wish, query, sort, marks }: ListState): OrderFilter => {
  const { status: _status, ...rest } = wish
  return {
    ...rest,
    ...(tab === "all" ? {} : { status: tab }),
    ...(query.length === 0 ? {} : { query }),
    ...(sort === "newest" ? {} : { sort }),
    ...(asksForMarks(query) ? { marked: [...marks] } : {})
  }
}

/** What is typed; what is not understood leaves the list as it is. */
export const typed = (state: ListState, search: string): ListState => {
  const parsed = parseOrderQuery(search)
  return parsed.ok ? { ...state, search, fault: null } : { ...state, search, fault: parsed.fault }
}

/** Whether the list shows less than all orders. */
export const isNarrowed = ({ tab, wish, query }: ListState): boolean =>
  tab !== "all" || query.length > 0 || Object.keys(wish).length > 0

/** Another question is asked: its rows come, those of the old one go. Marks stay. */
export const asked = (state: ListState, change: Partial<ListState>): ListState => ({
  ...kept(state, change),
  rows: []
})

/** Another question is asked while somebody types: the last good rows stay until its own have come. */
export const kept = (state: ListState, change: Partial<ListState>): ListState => ({
  ...state,
  ...change,
  isRead: false,
  hasMore: false,
  searched: null,
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

/** Whether it came or changed a moment ago. */
export const isMarkedFresh = ({ calm }: ListState, row: ListRow): boolean => row.isFresh && !calm.has(row)

export const selected = (state: ListState): OrderRow | null => state.rows[state.cursor]?.order ?? null
