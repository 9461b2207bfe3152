import { isDeepStrictEqual } from "node:util"
import type { OrderId } from "../../../domain/model/order.ts"
import { compareOrders } from "../../../domain/model/order-sort.ts"
import type { BoardPage, OrderRow, Searched } from "../../../domain/ports/order-board.ts"
import { isMarkedFresh, isNarrowed, type ListRow, type ListState, scrolled } from "./order-list.ts"
import { settledHanded, unloadedMarks } from "./order-marks.ts"

export interface Reading {
  readonly page: BoardPage
  /** How many rows were asked for: fewer came means that there are no more. */
  readonly limit: number
  /** Loaded rows that may lie outside of the page, as they are now. */
  readonly others: ReadonlyArray<OrderRow>
  /** Of the marked ones that are not loaded, those that match; null: it was not asked. */
  readonly matching?: ReadonlyArray<OrderId>
}

const isSame = (a: OrderRow, b: OrderRow): boolean =>
  a.version === b.version &&
  a.status === b.status &&
  a.action === b.action &&
  a.why === b.why &&
  a.message === b.message &&
  a.customerName === b.customerName &&
  a.shipMethodName === b.shipMethodName &&
  a.quantity === b.quantity &&
  a.total.amount === b.total.amount &&
  a.shipBy?.getTime() === b.shipBy?.getTime() &&
  a.statusAt.getTime() === b.statusAt.getTime()

/** The same object when nothing changed, so that it is not formatted anew. */
export const renewed = (
  old: ListRow | undefined,
  order: OrderRow,
  isGone: boolean,
  isFirst: boolean
): ListRow => {
  if (old === undefined) return { order, isFresh: !isFirst, isGone }
  if (isSame(old.order, order))
    return old.isGone === isGone ? old : { order: old.order, isFresh: false, isGone }
  return { order, isFresh: true, isGone }
}

/** Whether the page could not have had this row: it lies behind its last one, or behind where the search ended. */
const liesBehind = ({ sort }: ListState, { page, limit }: Reading, row: OrderRow): boolean => {
  const last = page.rows.at(-1)
  if (page.rows.length === limit && last !== undefined && compareOrders(sort)(last, row) < 0) return true
  const until = page.searched?.until
  if (until == null) return false
  return sort === "oldest" ? row.placedAt > until : row.placedAt < until
}

/** Which rows the list has after a reading, apart from their order. */
const membersAfter = (state: ListState, reading: Reading): ReadonlyArray<ListRow> => {
  const { page, others } = reading
  const old = new Map(state.rows.map((row) => [row.order.id, row]))
  const isFirst = !state.isRead
  const fresh = page.rows.map((order) => renewed(old.get(order.id), order, false, isFirst))
  const inPage = new Set(page.rows.map(({ id }) => id))
  const now = new Map(others.map((order) => [order.id, order]))
  const kept = state.rows.flatMap((row): ReadonlyArray<ListRow> => {
    const { id } = row.order
    if (inPage.has(id)) return []
    const order = now.get(id) ?? row.order
    if (liesBehind(state, reading, row.order)) return [renewed(row, order, false, isFirst)]
    return id === state.cursorId || state.isFrozen ? [renewed(row, order, true, isFirst)] : []
  })
  return [...fresh, ...kept]
}

const held = (state: ListState, members: ReadonlyArray<ListRow>): ReadonlyArray<ListRow> => {
  if (!state.isFrozen || !state.isRead) return members
  const known = new Set(state.rows.map(({ order }) => order.id))
  return members.filter(({ order }) => known.has(order.id))
}

const cursorAfter = (state: ListState, rows: ReadonlyArray<ListRow>): number =>
  state.cursorId === null ? -1 : rows.findIndex(({ order }) => order.id === state.cursorId)

/**
 * A list that was opened for something begins on its first row; one that shows all follows the newest. A row that was
 * selected of the filter before, by a key that came before this reading, counts only if it is in this one too.
 */
const begun = (state: ListState, { page }: Reading): ListState => {
  if (state.isRead || page.rows.some(({ id }) => id === state.cursorId)) return state
  const first = page.rows[0]
  return first === undefined || state.isTyping || !isNarrowed(state)
    ? { ...state, cursorId: null, cursor: -1 }
    : { ...state, cursorId: first.id, cursor: 0 }
}

/** The farther of two ends of a search: what was gone on with stays gone on with. */
const farther = (before: Searched | null, now: Searched | undefined): Searched | null => {
  if (now === undefined) return null
  return before !== null && before.orders > now.orders ? before : now
}

/** While nothing of the present filter was read, rows are of the one before. */
const ofThisFilter = (state: ListState): ListState => (state.isRead ? state : { ...state, rows: [] })

const outsideOf = (state: ListState, matching: ReadonlyArray<OrderId>): number => {
  const inView = new Set(matching)
  return unloadedMarks(state).filter((id) => !inView.has(id)).length
}

/**
 * The list after a reading. The cursor stays on its order and its order stays on its line of the screen, whatever
 * came in above; while the list is frozen, what is new is only counted.
 */
export const merged = (before: ListState, reading: Reading): ListState => {
  const { page, limit, others, matching } = reading
  const seen = settledHanded(before, [...page.rows, ...others])
  const state = begun(ofThisFilter(seen), reading)
  const members = membersAfter(state, reading)
  const compare = compareOrders(state.sort)
  const rows = [...held(state, members)].sort((a, b) => compare(a.order, b.order))
  const cursor = cursorAfter(state, rows)
  const heldBack = members.length - rows.length
  const kept = within(state, rows, cursor)
  const line = state.cursor - state.top
  const top = cursor < 0 ? 0 : Math.max(0, cursor - line)
  const came = state.isRead && cursor >= 0 ? Math.max(0, cursor - state.cursor) : 0
  const next: ListState = {
    ...state,
    rows: isUnchanged(seen.rows, kept) ? seen.rows : kept,
    counts: isDeepStrictEqual(page.counts, state.counts) ? state.counts : page.counts,
    isRead: true,
    hasMore: kept.length < rows.length || (rows.length > limit ? state.hasMore : page.rows.length === limit),
    searched: farther(state.searched, page.searched),
    cursor,
    top,
    newer: state.isFrozen ? heldBack : state.newer + came
  }
  return scrolled({ ...next, outside: matching === undefined ? 0 : outsideOf(next, matching) })
}

/** So many rows stay loaded below what is looked at; a list that is open for days would else keep all that ever came. */
const mostBelow = 1000

const within = (state: ListState, rows: ReadonlyArray<ListRow>, cursor: number): ReadonlyArray<ListRow> => {
  const most = Math.max(cursor, state.top + state.page) + mostBelow
  return rows.length <= most || state.isFrozen ? rows : rows.slice(0, most)
}

const isUnchanged = (one: ReadonlyArray<ListRow>, other: ReadonlyArray<ListRow>): boolean =>
  one.length === other.length && one.every((row, index) => row === other[index])

/** Rows of a further page, behind those that are there. */
export const appended = (state: ListState, page: BoardPage, limit: number): ListState => {
  const known = new Set(state.rows.map(({ order }) => order.id))
  const more = page.rows
    .filter(({ id }) => !known.has(id))
    .map((order): ListRow => ({ order, isFresh: false, isGone: false }))
  return {
    ...state,
    rows: [...state.rows, ...more],
    hasMore: page.rows.length === limit,
    searched: gone(state.searched, page.searched)
  }
}

/** How many were looked at, all in all. */
const gone = (before: Searched | null, more: Searched | undefined): Searched | null =>
  more === undefined ? null : { orders: (before?.orders ?? 0) + more.orders, until: more.until }

/** The marks of these rows are over. */
export const calmed = (state: ListState, rows: ReadonlySet<ListRow>): ListState => {
  const isNew = state.rows.some((row) => rows.has(row) && isMarkedFresh(state, row))
  if (!isNew) return state
  return { ...state, calm: new Set(state.rows.filter((row) => state.calm.has(row) || rows.has(row))) }
}

/** So many of those that were handed over are looked after at once. */
const mostHanded = 300

/** Which loaded rows a reading of `limit` may not bring: those below it, as far as they are on screen, and the cursor's. */
export const othersToRead = (state: ListState, limit: number): ReadonlyArray<OrderId> => {
  const visible = state.rows.slice(state.top, state.top + state.page)
  const below = state.rows.length > limit ? visible : visible.filter(({ isGone }) => isGone)
  const ids = new Set(below.map(({ order }) => order.id))
  if (state.cursorId !== null) ids.add(state.cursorId)
  for (const id of [...state.handed].slice(0, mostHanded)) ids.add(id)
  return [...ids]
}
