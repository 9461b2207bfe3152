import type { ProductRange, ProductScope } from "../domain/ports/inventory-store.ts"
import type { Sql } from "./database.ts"

export const isRange = (products: ProductScope): products is ProductRange =>
  products !== null && "upTo" in products

/** The CTE `picked`: these products, or nothing that anybody looks into. Joined, because a list is looked through row by row. */
export const pick = (sql: Sql, products: ProductScope) => sql`
  picked as materialized (
    select distinct unnest(${products === null || isRange(products) ? [] : products}::bigint[]) as product_id)`

/**
 * All products, those of a range, or those of `picked`. `column` is a name of ours. Each table is asked for its own part, so that
 * a stretch of a walk reads that alone, by its index.
 */
export const among = (sql: Sql, products: ProductScope, column: string) => {
  if (products === null) return sql`true`
  if (!isRange(products)) return sql`${sql(column)} in (select product_id from picked)`
  return sql`(${sql(column)} > ${products.after}::bigint and ${sql(column)} <= ${products.upTo}::bigint)`
}

/** Does a level of supplier `u` count where `scope` is chosen? The empty scope is all of them; as in model/availability. */
const inScope = (sql: Sql) => sql`
  (s.scope = '' or l.warehouse = s.scope or u.name = s.scope or u.name || '/' || l.warehouse = s.scope)`

/**
 * What purchase orders take that nobody's word may know of: on their way, or sent since the oldest word. Whether it was sent
 * after its own supplier's word is asked where the word is at hand. Pieces that the supplier will not ship are free.
 * What a shadowed order would take is taken elsewhere.
 */
export const claimsOf = (sql: Sql, products: ProductScope) => sql`
  select po.supplier_id, n.product_id, po.number, po.state, po.sent_at,
    pl.quantity - pl.canceled - pl.rejected as pieces
  from order_lines n
  join purchase_order_lines pl on pl.order_line_id = n.id
  join purchase_orders po on po.id = pl.purchase_order_id
  join orders o on o.id = n.order_id and not o.shadow
  where (po.state in ('queued', 'sending', 'in_doubt') or (po.state = 'sent'
      and po.sent_at > (select min(as_of) from stock_levels where ${among(sql, products, "product_id")})))
    and n.product_id is not null and not n.settled and pl.quantity > pl.canceled + pl.rejected and ${among(sql, products, "n.product_id")}`

/** What orders want of which no purchase order speaks: of a line, what is still open and was given to nobody. */
export const demandOf = (sql: Sql, products: ProductScope) => sql`
  select n.product_id, o.id as order_id, n.id as line_id, o.channel_order_number, o.channel_id, o.placed_at, o.currency,
    n.unit_price,
    least(n.open, n.ordered - n.canceled - coalesce(given.pieces, 0))::int as pieces
  from orders o
  join order_lines n on n.order_id = o.id
  left join lateral (
    select sum(pl.quantity - pl.canceled - pl.rejected) as pieces
    from purchase_order_lines pl join purchase_orders po on po.id = pl.purchase_order_id
    where pl.order_line_id = n.id and po.state not in ('failed', 'canceled')) given on true
  where o.status in ('not_processed', 'processing', 'processed', 'failed') and not o.shadow
    and o.channel_standing = 'ok' and n.open > 0 and n.product_id is not null and not n.settled and ${among(sql, products, "n.product_id")}
    and least(n.open, n.ordered - n.canceled - coalesce(given.pieces, 0)) > 0`

/** The claims that count in each of `scopes (scope)`: of a supplier whose word there cannot know of them. */
export const countedClaims = (sql: Sql, products: ProductScope) => sql`
  select s.scope, k.* from (${claimsOf(sql, products)}) k cross join scopes s
  cross join lateral (
    select min(l.as_of) as as_of from stock_levels l join suppliers u on u.id = l.supplier_id
    where l.product_id = k.product_id and l.supplier_id = k.supplier_id and ${inScope(sql)}) v
  where v.as_of is not null and (k.sent_at is null or k.sent_at > v.as_of)`

/**
 * CTEs beside `scopes (scope)`: `facts (scope, product_id, on_hand, committed, unsent_demand)`, a row where there is any word.
 * What is known is stacked and summed, not joined: however wrong the server guesses how much of it there is, the work grows
 * with the rows and not with their square.
 */
export const factTables = (sql: Sql, products: ProductScope) => sql`
  ${pick(sql, products)},
  facts as (
    select scope, product_id, sum(on_hand)::bigint as on_hand, sum(committed)::bigint as committed,
      sum(unsent_demand)::bigint as unsent_demand
    from (
      select s.scope, l.product_id, l.on_hand, 0 as committed, 0 as unsent_demand
      from stock_levels l join suppliers u on u.id = l.supplier_id join scopes s on ${inScope(sql)}
      where ${among(sql, products, "l.product_id")}
      union all
      select scope, product_id, null, pieces, 0 from (${countedClaims(sql, products)}) c
      union all
      select s.scope, d.product_id, null, 0, d.pieces from (${demandOf(sql, products)}) d cross join scopes s
    ) stacked
    group by 1, 2 having count(on_hand) > 0)`
