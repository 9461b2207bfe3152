import type { OrderId } from "../domain/model/order.ts"
import type { StatusChange } from "../domain/ports/order-store.ts"
import type { Sql } from "./database.ts"
import { actionOfFacts, factsOfOrders, statusOfFacts } from "./order-status-sql.ts"

/** Sorted by id, so that two transactions cannot block each other for ever; rows that refer to an order stay free. */
export const lockOrders = (sql: Sql, ids: ReadonlyArray<OrderId>) => sql`
  select id from orders where id = any(${ids}::bigint[]) order by id for no key update`

/**
 * The lock is a statement of its own and comes first: two workers that each move one of an order's purchase orders would
 * otherwise both read the facts without the other's, and the order would stay `processing` for ever.
 */
export const recomputeOrders = async (
  sql: Sql,
  ids: ReadonlyArray<OrderId>,
  at: Date
): Promise<ReadonlyArray<StatusChange>> => {
  await lockOrders(sql, ids)
  // Materialized: else the planner writes each fact's subquery into every place where the rules name it, and needs several times as
  // long for the plan as for the work. Each new connection makes some plans before it keeps one.
  return sql<ReadonlyArray<StatusChange>>`
    with facts as materialized (${factsOfOrders(sql, ids)}),
    now_is as materialized (
      select old.id, old.status as old_status, old.action as old_action, s.status, ${actionOfFacts(sql)} as action
      from facts f
      join orders old on old.id = f.id
      cross join lateral (select ${statusOfFacts(sql)} as status) s
    )
    update orders o set status = n.status, action = n.action, version = o.version + 1,
      status_at = case when n.status = n.old_status then o.status_at else ${at} end
    from now_is n
    where o.id = n.id and (n.status, n.action) is distinct from (n.old_status, n.old_action)
    returning o.id as "orderId", n.old_status as before, n.status as after,
      n.old_action as "actionBefore", n.action as "actionAfter"`
}
