import type postgres from "postgres"
import type { OrderAction, OrderStatus } from "../domain/model/order-status.ts"
import type { DueFilter, OrderFilter, PageKey } from "../domain/ports/order-board.ts"
import { literal, type Sql } from "./database.ts"
import { lateAnswers, shipsBy, troubledParcels } from "./due-conditions.ts"

type Condition = postgres.PendingQuery<Array<postgres.Row>>

/** Whether a line is routed to, or a purchase order was written for, the supplier of this name. */
const ofSupplier = (sql: Sql, name: string): Condition => sql`exists (
  select from suppliers s where s.name = ${name} and (
    exists (select from purchase_orders p where p.order_id = o.id and p.supplier_id = s.id)
    or exists (select from order_lines l where l.order_id = o.id and l.supplier_id = s.id)))`

/** In these statuses only this action asks for a person: said so, the small index by action answers. */
const neededAction: Partial<Record<OrderStatus, OrderAction>> = {
  processing: "settle",
  processed: "authorize",
  failed: "retry",
  shipped: "push"
}

const needCondition = (sql: Sql, filter: OrderFilter): Condition => {
  const needed = filter.status === undefined ? undefined : neededAction[filter.status]
  return needed === undefined ? sql`o.action is not null` : sql`o.action = ${needed}`
}

const dueCondition = (sql: Sql, { what, from, until }: DueFilter): Condition =>
  what === "ship"
    ? shipsBy(sql, from ?? null, until)
    : sql`o.id in (select l.order_id from (${lateAnswers(sql, until)}) l)`

/** The conditions of a filter (search apart) and of the place to go on from, for a row `o` of orders. */
export const filterConditions = (sql: Sql, filter: OrderFilter, after: PageKey | null): Condition => {
  const conditions: Array<Condition> = [sql`true`]
  if (filter.status !== undefined) conditions.push(sql`o.status = ${filter.status}`)
  if (filter.action !== undefined) conditions.push(sql`o.action = ${filter.action}`)
  if (filter.needs === true) conditions.push(needCondition(sql, filter))
  if (filter.channelId !== undefined) conditions.push(sql`o.channel_id = ${filter.channelId}`)
  if (filter.supplier !== undefined) conditions.push(ofSupplier(sql, filter.supplier))
  if (filter.hold !== undefined)
    conditions.push(
      sql`o.id in (select h.order_id from holds h where h.kind = ${filter.hold} and h.released_at is null)`
    )
  if (filter.due !== undefined) conditions.push(dueCondition(sql, filter.due))
  if (filter.troubledParcels !== undefined)
    conditions.push(
      sql`o.id in (select s.order_id from shipments s where ${troubledParcels(sql, filter.troubledParcels.since)})`
    )
  if (after !== null) conditions.push(sql`(o.placed_at, o.id) < (${after.placedAt}, ${after.id})`)
  return conditions.reduce((all, one) => sql`${all} and ${one}`)
}

const newestFirst = (sql: Sql, conditions: Condition, limit: number): Condition => sql`
  select o.id, o.placed_at from orders o where ${conditions}
  order by o.placed_at desc, o.id desc limit ${literal(sql, limit)}`

/**
 * All that needs a person, newest first: six short walks of the index by action, merged. One walk over all orders would
 * pass a million that need nobody.
 */
const needingFirst = (sql: Sql, conditions: Condition, limit: number): Condition => sql`
  select n.id, n.placed_at from (values ('resolve'), ('process'), ('retry'), ('settle'), ('push'), ('authorize')) a (action)
  cross join lateral (
    select o.id, o.placed_at from orders o where o.action = a.action and ${conditions}
    order by o.placed_at desc, o.id desc limit ${literal(sql, limit)}) n
  order by n.placed_at desc, n.id desc limit ${literal(sql, limit)}`

/** The keys of a page without search, newest first. */
export const newestKeys = (
  sql: Sql,
  filter: OrderFilter,
  after: PageKey | null,
  limit: number
): Condition => {
  const conditions = filterConditions(sql, filter, after)
  const wide = filter.needs === true && filter.status === undefined && filter.action === undefined
  return wide ? needingFirst(sql, conditions, limit) : newestFirst(sql, conditions, limit)
}
