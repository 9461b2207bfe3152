import type { OrderId } from "../domain/model/order.ts"
import type { ProductScope } from "../domain/ports/inventory-store.ts"
import type { Sql } from "./database.ts"
import { among, factTables, pick } from "./stock-facts.ts"

/** So many orders are judged anew by one recompute: the oldest, who come first when there is something again. */
const mostJudged = 500

/**
 * Orders whose judgement may be another one now. Those that wait for stock of these products; and those that are ready although
 * more is wanted of one of these products than there is: the rules hold those that nobody can serve.
 */
export const ordersToJudge = async (sql: Sql, products: ProductScope): Promise<ReadonlyArray<OrderId>> => {
  if (products !== null && "length" in products && products.length === 0) return []
  const [any] = await sql<Array<{ waits: boolean; wanted: boolean }>>`
    with ${pick(sql, products)}
    select exists (select from holds where kind = 'out_of_stock' and released_at is null) as waits,
      exists (select from order_lines n join orders o on o.id = n.order_id
        where ${among(sql, products, "n.product_id")} and n.open > 0 and not n.settled and o.action = 'process') as wanted`
  const waiting =
    any?.waits !== true
      ? []
      : await sql<Array<{ id: OrderId }>>`
          with ${pick(sql, products)}
          select distinct h.order_id as id from holds h join order_lines n on n.order_id = h.order_id
          where h.kind = 'out_of_stock' and h.released_at is null and ${among(sql, products, "n.product_id")}
          order by 1 limit ${mostJudged}`
  const ready =
    any?.wanted !== true
      ? []
      : await sql<Array<{ id: OrderId }>>`
          with scopes as (select '' as scope), ${factTables(sql, products)},
          short as materialized (select product_id from facts where on_hand - committed < unsent_demand)
          select distinct o.id from short s join order_lines n on n.product_id = s.product_id
          join orders o on o.id = n.order_id
          where n.open > 0 and o.action = 'process' order by 1 limit ${mostJudged}`
  return [...new Set([...waiting, ...ready].map((r) => r.id))]
}
