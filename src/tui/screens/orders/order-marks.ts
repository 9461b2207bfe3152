import type { OrderId } from "../../../domain/model/order.ts"
import type { OrderRow } from "../../../domain/ports/order-board.ts"
import { type ListRow, type ListState, movedBy, selected } from "./order-list.ts"

/** Marks are bound to the order: sorting, paging and filtering leave them alone. */
const withMarks = (state: ListState, ids: Iterable<OrderId>, isOn: boolean): ListState => {
  const marks = new Set(state.marks)
  const reasons = new Map(state.reasons)
  for (const id of ids) {
    reasons.delete(id)
    if (isOn) marks.add(id)
    else marks.delete(id)
  }
  return { ...state, marks, reasons }
}

export const toggledMark = (state: ListState): ListState => {
  const order = selected(state)
  if (order === null) return state
  const marked = withMarks(state, [order.id], !state.marks.has(order.id))
  return movedBy({ ...marked, anchorId: order.id }, 1)
}

const indexOf = (rows: ReadonlyArray<ListRow>, id: OrderId | null): number =>
  id === null ? -1 : rows.findIndex(({ order }) => order.id === id)

/** Where a range would begin, if it can. */
export const rangeRefusal = (state: ListState): string | null =>
  indexOf(state.rows, state.anchorId) < 0 ? "space marks where the range begins." : null

/** Everything from the row that was marked last to this one. */
export const markedRange = (state: ListState): ListState => {
  const anchor = indexOf(state.rows, state.anchorId)
  if (anchor < 0 || state.cursor < 0) return state
  const [from, to] = [Math.min(anchor, state.cursor), Math.max(anchor, state.cursor)]
  const ids = state.rows.slice(from, to + 1).map(({ order }) => order.id)
  return { ...withMarks(state, ids, true), anchorId: state.cursorId }
}

const readyOf = new WeakMap<ReadonlyArray<ListRow>, ReadonlyArray<OrderId>>()

/** Counted once for a list of rows: hints ask at every move. */
export const readyIn = ({ rows }: ListState): ReadonlyArray<OrderId> => {
  const known = readyOf.get(rows)
  if (known !== undefined) return known
  const ready = rows.filter(({ order }) => order.action === "process").map(({ order }) => order.id)
  readyOf.set(rows, ready)
  return ready
}

/** Marks all of these; when all of them are marked already, takes those marks away. */
export const toggledAll = (state: ListState, ids: ReadonlyArray<OrderId>): ListState =>
  withMarks(state, ids, !ids.every((id) => state.marks.has(id)))

export const toggledReady = (state: ListState): ListState => toggledAll(state, readyIn(state))

export const withoutAnyMark = (state: ListState): ListState => ({
  ...state,
  marks: new Set(),
  reasons: new Map(),
  anchorId: null
})

/** These are handed over to be sent: their marks go, and come back if one fails. */
export const handedOver = (state: ListState, ids: ReadonlyArray<OrderId>): ListState => ({
  ...withMarks(state, ids, false),
  handed: new Set([...state.handed, ...ids])
})

/** These were not taken: they stay marked, with the reason. */
export const refusedWith = (
  state: ListState,
  refused: ReadonlyArray<{ readonly id: OrderId; readonly reason: string }>
): ListState => {
  const marked = withMarks(
    state,
    refused.map(({ id }) => id),
    true
  )
  return {
    ...marked,
    reasons: new Map([...marked.reasons, ...refused.map(({ id, reason }) => [id, reason] as const)])
  }
}

const isUnderWay = (order: OrderRow): boolean =>
  order.status === "not_processed" || order.status === "processing"

/** What became of those that were handed over, as far as these rows tell it. */
export const settledHanded = (state: ListState, orders: ReadonlyArray<OrderRow>): ListState => {
  if (state.handed.size === 0) return state
  const settled = orders.filter((order) => state.handed.has(order.id) && !isUnderWay(order))
  if (settled.length === 0) return state
  const handed = new Set(state.handed)
  for (const { id } of settled) handed.delete(id)
  const failed = settled.filter(({ status }) => status === "failed")
  return refusedWith(
    { ...state, handed },
    failed.map(({ id, why }) => ({ id, reason: why }))
  )
}

/** Marked orders that are not among the rows. */
export const unloadedMarks = ({ marks, rows }: ListState): ReadonlyArray<OrderId> => {
  if (marks.size === 0) return []
  const left = new Set(marks)
  for (const { order } of rows) left.delete(order.id)
  return [...left]
}

/** `marked 1,204 (50 loaded, 2 are not in this view)` */
export const marksWords = (state: ListState, grouped: (count: number) => string): string => {
  const { marks, outside } = state
  const unloaded = unloadedMarks(state).length
  const parts = [
    ...(unloaded > outside ? [`${grouped(marks.size - unloaded)} loaded`] : []),
    ...(outside > 0 ? [`${grouped(outside)} not in this view`] : [])
  ]
  return `marked ${grouped(marks.size)}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`
}
