import type { OrderSort } from "../domain/model/order-sort.ts"
import type { OrderAction, OrderStatus } from "../domain/model/order-status.ts"
import type { PageKey } from "../domain/ports/order-board.ts"
import { literal, type Sql } from "./database.ts"
import type { Fragment } from "./order-clause.ts"

/** By which index orders are walked; null: by the one of all orders. */
export type Branches =
  | { readonly by: "action"; readonly values: ReadonlyArray<OrderAction> }
  | { readonly by: "status"; readonly values: ReadonlyArray<OrderStatus> }
  | null

export interface Walk {
  readonly branches: Branches
  readonly conditions: Fragment
  readonly sort: OrderSort
  readonly after: PageKey | null
  readonly limit: number
  /** How many orders of all branches together are looked at, one by one. */
  readonly window: number
}

const hasShipBy = (sql: Sql): Fragment =>
  sql`(o.signals ->> 'shipBy') is not null and o.status in ('not_processed', 'processing', 'processed', 'failed')`

const rank = (sql: Sql, sort: OrderSort): Fragment => {
  switch (sort) {
    case "wait":
      return sql`(case when o.status = 'not_processed' then o.placed_at else o.status_at end)`
    case "ship-by":
      return sql`((o.signals ->> 'shipBy') collate "C")`
    case "total":
      return sql`o.total`
    default:
      return sql`o.placed_at`
  }
}

const isDescending = (sort: OrderSort): boolean => sort === "newest" || sort === "total"

/** The order of the list, for a row `o` of orders. */
export const sortOrder = (sql: Sql, sort: OrderSort): Fragment =>
  isDescending(sort) ? sql`${rank(sql, sort)} desc, o.id desc` : sql`${rank(sql, sort)}, o.id`

const rankOfKey = (sql: Sql, sort: OrderSort, key: PageKey): Fragment => {
  switch (sort) {
    case "wait":
      return sql`${new Date(key.rank ?? key.placedAt)}::timestamptz`
    case "ship-by":
      return sql`(${key.rank ?? ""}::text collate "C")`
    case "total":
      return sql`${key.rank ?? "0"}::numeric`
    default:
      return sql`${key.placedAt}::timestamptz`
  }
}

/** Behind the last row of the page before. */
export const behind = (sql: Sql, sort: OrderSort, after: PageKey | null): Fragment => {
  if (after === null) return sql`true`
  const [here, there] = [sql`(${rank(sql, sort)}, o.id)`, sql`(${rankOfKey(sql, sort, after)}, ${after.id})`]
  return isDescending(sort) ? sql`${here} < ${there}` : sql`${here} > ${there}`
}

/** The walk itself goes in the order of the list: it ends when the page is full, and goes on behind the last one. */
const isInOrder = (sort: OrderSort): boolean => sort === "newest" || sort === "oldest" || sort === "ship-by"

/** The order of the index that is walked. What is not in the order of the list is taken from its newest end, or the oldest. */
const walked = (sql: Sql, sort: OrderSort): Fragment => {
  if (sort === "ship-by") return sortOrder(sql, sort)
  const isUp = sort === "oldest" || sort === "wait"
  return isUp ? sql`o.placed_at, o.id` : sql`o.placed_at desc, o.id desc`
}

/** Orders of a branch `a` (or all) along its index. */
const along = (sql: Sql, walk: Walk, columns: Fragment): Fragment => {
  const { branches, sort, after } = walk
  const own =
    branches === null
      ? sql`true`
      : branches.by === "action"
        ? sql`o.action = a.value`
        : sql`o.status = a.value`
  const from = isInOrder(sort) ? behind(sql, sort, after) : sql`true`
  const only = sort === "ship-by" ? hasShipBy(sql) : sql`true`
  return sql`select ${columns} from orders o where ${own} and ${only} and ${from} order by ${walked(sql, sort)}`
}

const valuesOf = (sql: Sql, branches: Exclude<Branches, null>): Fragment =>
  sql`unnest(${branches.values as ReadonlyArray<string> as Array<string>}::text[]) a (value)`

const windowOf = ({ branches, window }: Walk): number =>
  Math.max(1, Math.ceil(window / (branches?.values.length ?? 1)))

/** Keys `id`, `placed_at` of those that fit, from among as many as the window allows. */
export const walkKeys = (sql: Sql, walk: Walk): Fragment => {
  const { branches, conditions, sort, limit } = walk
  const rest = isInOrder(sort) ? sql`true` : behind(sql, sort, walk.after)
  const order = isInOrder(sort) ? sql`` : sql`order by ${sortOrder(sql, sort)}`
  const one = sql`
    select o.* from (${along(sql, walk, sql`o.*`)} limit ${literal(sql, windowOf(walk))}) o
    where ${conditions} and ${rest} ${order} limit ${literal(sql, limit)}`
  if (branches === null) return sql`select o.id, o.placed_at from (${one}) o`
  return sql`select o.id, o.placed_at from ${valuesOf(sql, branches)} cross join lateral (${one}) o
    order by ${sortOrder(sql, sort)} limit ${literal(sql, limit)}`
}

/** Where the window ends, `placed_at`: a row with it if there are more orders than were looked at. */
export const walkEnd = (sql: Sql, walk: Walk): Fragment => {
  const end = sql`${along(sql, walk, sql`o.placed_at`)} offset ${literal(sql, windowOf(walk))} limit 1`
  if (walk.branches === null) return end
  const most = walk.sort === "oldest" ? sql`min` : sql`max`
  return sql`select ${most}(e.placed_at) as placed_at from ${valuesOf(sql, walk.branches)}
    cross join lateral (${end}) e having count(*) > 0`
}

/** Whether the list can be gone on with behind the window. */
export const canGoOn = (sort: OrderSort): boolean => sort === "newest" || sort === "oldest"
