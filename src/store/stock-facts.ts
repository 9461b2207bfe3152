import type { Sql } from "./database.ts"

type Products = ReadonlyArray<number> | null

/** All products, or these. `column` is a name of ours. */
const among = (sql: Sql, products: Products, column: string) =>
  products === null ? sql`true` : sql`${sql(column)} = any(${products}::bigint[])`

/** Does a level of supplier `u` count where `scope` is chosen? The empty scope is all of them; as in model/availability. */
const inScope = (sql: Sql) => sql`
  (s.scope = '' or l.warehouse = s.scope or u.name = s.scope or u.name || '/' || l.warehouse = s.scope)`

/**
 * What purchase orders take that nobody's word may know of: on their way, or sent since the oldest word. Whether it was sent
 * after its own supplier's word is asked where the word is at hand. Pieces that the supplier will not ship are free.
 * What a shadowed order would take is taken elsewhere.
 */
export const claimsOf = (sql: Sql, products: Products) => sql`
  select po.supplier_id, n.product_id, po.number, po.state, po.sent_at,
    pl.quantity - pl.canceled - pl.rejected as pieces
  from purchase_orders po
  join orders o on o.id = po.order_id and not o.shadow
  join purchase_order_lines pl on pl.purchase_order_id = po.id
  join order_lines n on n.id = pl.order_line_id
  where (po.state in ('queued', 'sending', 'in_doubt') or (po.state = 'sent'
      and po.sent_at > (select min(as_of) from stock_levels where ${among(sql, products, "product_id")})))
    and pl.quantity > pl.canceled + pl.rejected and ${among(sql, products, "n.product_id")}`

/** What orders want of which no purchase order speaks: of a line, what is still open and was given to nobody. */
export const demandOf = (sql: Sql, products: Products) => sql`
  select n.product_id, o.id as order_id, o.channel_order_number, o.channel_id,
    least(n.open, n.ordered - n.canceled - coalesce(given.pieces, 0)) as pieces
  from orders o
  join order_lines n on n.order_id = o.id
  left join lateral (
    select sum(pl.quantity - pl.canceled - pl.rejected) as pieces
    from purchase_order_lines pl join purchase_orders po on po.id = pl.purchase_order_id
    where pl.order_line_id = n.id and po.state not in ('failed', 'canceled')) given on true
  where o.status in ('not_processed', 'processing', 'processed', 'failed') and not o.shadow
    and o.channel_standing = 'ok' and n.product_id is not null and ${among(sql, products, "n.product_id")}
    and least(n.open, n.ordered - n.canceled - coalesce(given.pieces, 0)) > 0`

/** The claims that count against a warehouse's levels: those of its suppliers which their word there cannot know. */
export const countedClaims = (sql: Sql) => sql`
  select v.scope, k.* from levels v join claims k on k.product_id = v.product_id and k.supplier_id = v.supplier_id
  where k.sent_at is null or k.sent_at > v.as_of`

/** One row a scope, product and supplier, of `scopes (scope)`. */
export const levelsOf = (sql: Sql, products: Products) => sql`
  select s.scope, l.product_id, l.supplier_id, sum(l.on_hand)::bigint as on_hand, min(l.as_of) as as_of
  from stock_levels l join suppliers u on u.id = l.supplier_id join scopes s on ${inScope(sql)}
  where ${among(sql, products, "l.product_id")} group by 1, 2, 3`

/** CTEs after `scopes (scope)`: `facts (scope, product_id, on_hand, committed, unsent_demand)`, a row where there is any word. */
export const factTables = (sql: Sql, products: Products) => sql`
  levels as materialized (${levelsOf(sql, products)}),
  claims as materialized (${claimsOf(sql, products)}),
  counted as (
    select scope, product_id, sum(pieces)::bigint as pieces from (${countedClaims(sql)}) c group by 1, 2),
  wanted as (
    select product_id, sum(pieces)::bigint as pieces from (${demandOf(sql, products)}) d group by 1),
  held as (select scope, product_id, sum(on_hand)::bigint as on_hand from levels group by 1, 2),
  facts as (
    select h.scope, h.product_id, h.on_hand, coalesce(c.pieces, 0) as committed, coalesce(w.pieces, 0) as unsent_demand
    from held h
    left join counted c on c.scope = h.scope and c.product_id = h.product_id
    left join wanted w on w.product_id = h.product_id)`
