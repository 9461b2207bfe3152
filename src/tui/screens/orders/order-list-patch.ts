import type { OrderId } from "../../../domain/model/order.ts"
import { compareOrders } from "../../../domain/model/order-sort.ts"
import type { OrderCounts, OrderRow } from "../../../domain/ports/order-board.ts"
import type { Pulse } from "../../live.ts"
import type { ListRow, ListState } from "./order-list.ts"
import { renewed } from "./order-list-merge.ts"
import { unloadedMarks } from "./order-marks.ts"

/** These orders as they are now, and nothing else: who is in the list is as it was. */
export interface NamedReading {
  readonly named: ReadonlyArray<OrderRow>
  /** Absent: nothing of what is counted changed. */
  readonly counts?: OrderCounts
}

/** Above this one reading of the page costs less. */
const mostNamed = 50

/** A list whose members are known by their status alone; of others nobody but the database can say who is in them. */
const isByStatus = ({ wish, query, sort, searched, handed }: ListState): boolean =>
  query.length === 0 &&
  sort === "newest" &&
  searched === null &&
  handed.size === 0 &&
  Object.keys(wish).every((key) => key === "status")

/** What was set there may be another reason for any order. */
export const isForAll = (about: Pulse["about"]): boolean =>
  about.has("installation") || about.has("channels") || about.has("suppliers")

/** The orders that alone have to be read after this pulse; null: the page has to be. */
export const namedBy = (state: ListState, pulse: Pulse): ReadonlyArray<OrderId> | null => {
  const { isAll, orders, about } = pulse
  if (isAll || isForAll(about) || orders.size === 0 || orders.size > mostNamed) return null
  if (!state.isRead || !isByStatus(state) || unloadedMarks(state).length > 0) return null
  return [...orders]
}

type Fit = "same" | "counted" | "page"

const isIn = ({ tab }: ListState, order: OrderRow): boolean => tab === "all" || order.status === tab

const fitOf = (state: ListState, before: ListRow | undefined, now: OrderRow | undefined): Fit => {
  if (now === undefined) return before === undefined ? "counted" : "page"
  if (before !== undefined) {
    const { order, isGone } = before
    if (isGone || !isIn(state, now) || order.placedAt.getTime() !== now.placedAt.getTime()) return "page"
    return order.status === now.status && order.action === now.action ? "same" : "counted"
  }
  if (!isIn(state, now)) return "counted"
  const last = state.rows.at(-1)?.order
  const isBehind = state.hasMore && last !== undefined && compareOrders(state.sort)(last, now) < 0
  return isBehind ? "counted" : "page"
}

/** What these orders, as they are now, mean for the list: rows alone, its counts too, or who is in it. */
export const fitOfAll = (
  state: ListState,
  ids: ReadonlyArray<OrderId>,
  orders: ReadonlyArray<OrderRow>
): Fit => {
  const loaded = new Map(state.rows.map((row) => [row.order.id, row]))
  const now = new Map(orders.map((order) => [order.id, order]))
  const fits = new Set(ids.map((id) => fitOf(state, loaded.get(id), now.get(id))))
  return fits.has("page") ? "page" : fits.has("counted") ? "counted" : "same"
}

/** The list with these orders as they are now. */
export const patched = (state: ListState, { named, counts }: NamedReading): ListState => {
  const now = new Map(named.map((order) => [order.id, order]))
  let isOther = false
  const rows = state.rows.map((row) => {
    const order = now.get(row.order.id)
    const made = order === undefined ? row : renewed(row, order, row.isGone, false)
    if (made !== row) isOther = true
    return made
  })
  if (!isOther && counts === undefined) return state
  return { ...state, rows: isOther ? rows : state.rows, counts: counts ?? state.counts }
}
