import type { OrderId } from "../../../domain/model/order.ts"
import type { BoardPage, OrderRow } from "../../../domain/ports/order-board.ts"
import { type ListRow, type ListState, scrolled } from "./order-list.ts"

export interface Reading {
  readonly page: BoardPage
  /** How many rows were asked for: fewer came means that there are no more. */
  readonly limit: number
  /** Loaded rows that may lie outside of the page, as they are now. */
  readonly others: ReadonlyArray<OrderRow>
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
  a.statusAt.getTime() === b.statusAt.getTime()

const isNewerThan = (a: OrderRow, b: OrderRow): boolean =>
  a.placedAt.getTime() === b.placedAt.getTime() ? a.id > b.id : a.placedAt > b.placedAt

const newestFirst = (a: ListRow, b: ListRow): number => (isNewerThan(a.order, b.order) ? -1 : 1)

/** The same object when nothing changed, so that it is not formatted anew. */
const renewed = (old: ListRow | undefined, order: OrderRow, isGone: boolean, isFirst: boolean): ListRow => {
  if (old === undefined) return { order, isFresh: !isFirst, isGone }
  if (isSame(old.order, order)) return old.isGone === isGone ? old : { ...old, isGone }
  return { order, isFresh: true, isGone }
}

/** Which rows the list has after a reading, apart from their order. */
const membersAfter = (state: ListState, { page, limit, others }: Reading): ReadonlyArray<ListRow> => {
  const old = new Map(state.rows.map((row) => [row.order.id, row]))
  const isFirst = !state.isRead
  const fresh = page.rows.map((order) => renewed(old.get(order.id), order, false, isFirst))
  const inPage = new Set(page.rows.map(({ id }) => id))
  const last = page.rows.at(-1)
  const now = new Map(others.map((order) => [order.id, order]))
  const kept = state.rows.flatMap((row): ReadonlyArray<ListRow> => {
    const { id } = row.order
    if (inPage.has(id)) return []
    const order = now.get(id) ?? row.order
    const isBelowPage = page.rows.length === limit && last !== undefined && isNewerThan(last, row.order)
    if (isBelowPage) return [renewed(row, order, false, isFirst)]
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

/** A list that was opened for something begins on its first row; one that shows all follows the newest. */
const begun = (state: ListState, { page }: Reading): ListState => {
  const isNarrow = state.tab !== "all" || state.search !== "" || Object.keys(state.wish).length > 0
  const first = page.rows[0]
  if (state.isRead || state.cursorId !== null || state.isTyping || !isNarrow || first === undefined)
    return state
  return { ...state, cursorId: first.id, cursor: 0 }
}

/**
 * The list after a reading. The cursor stays on its order and its order stays on its line of the screen, whatever
 * came in above; while the list is frozen, what is new is only counted.
 */
export const merged = (before: ListState, reading: Reading): ListState => {
  const state = begun(before, reading)
  const members = membersAfter(state, reading)
  const rows = [...held(state, members)].sort(newestFirst)
  const cursor = cursorAfter(state, rows)
  const heldBack = members.length - rows.length
  const line = state.cursor - state.top
  const top = cursor < 0 ? 0 : Math.max(0, cursor - line)
  const came = state.isRead && cursor >= 0 ? Math.max(0, cursor - state.cursor) : 0
  return scrolled({
    ...state,
    rows: isUnchanged(state.rows, rows) ? state.rows : rows,
    counts: reading.page.counts,
    isRead: true,
    hasMore: rows.length > reading.limit ? state.hasMore : reading.page.rows.length === reading.limit,
    cursor,
    top,
    newer: state.isFrozen ? heldBack : state.newer + came
  })
}

const isUnchanged = (one: ReadonlyArray<ListRow>, other: ReadonlyArray<ListRow>): boolean =>
  one.length === other.length && one.every((row, index) => row === other[index])

/** Rows of a further page, behind those that are there. */
export const appended = (state: ListState, page: BoardPage, limit: number): ListState => {
  const known = new Set(state.rows.map(({ order }) => order.id))
  const more = page.rows
    .filter(({ id }) => !known.has(id))
    .map((order): ListRow => ({ order, isFresh: false, isGone: false }))
  return { ...state, rows: [...state.rows, ...more], hasMore: page.rows.length === limit }
}

/** The flash of these rows is over. */
export const calmed = (state: ListState, rows: ReadonlySet<ListRow>): ListState => {
  if (!state.rows.some((row) => rows.has(row))) return state
  return { ...state, rows: state.rows.map((row) => (rows.has(row) ? { ...row, isFresh: false } : row)) }
}

/** Which loaded rows a reading of `limit` may not bring: those below it, as far as they are on screen, and the cursor's. */
export const othersToRead = (state: ListState, limit: number): ReadonlyArray<OrderId> => {
  const visible = state.rows.slice(state.top, state.top + state.page)
  const below = state.rows.length > limit ? visible : visible.filter(({ isGone }) => isGone)
  const ids = new Set(below.map(({ order }) => order.id))
  if (state.cursorId !== null) ids.add(state.cursorId)
  return [...ids]
}
