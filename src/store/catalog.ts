import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SupplierOffer } from "../domain/model/allocation.ts"
import { channelAliasType } from "../domain/model/sku-alias.ts"
import { Catalog, type ProductRow } from "../domain/ports/catalog.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"
import { saveLevels } from "./stock-levels.ts"

/** The last row of a SKU (of a SKU and supplier) wins. Sorted, so that two imports cannot block each other for ever. */
const upsertProducts = (sql: Sql, rows: ReadonlyArray<ProductRow>) => sql`
  with given as (
    select * from rows from (
      jsonb_to_recordset(${rowParameter(rows)}::text::jsonb) as (
        sku text, title text, ships boolean, "supplierId" bigint, "supplierSku" text, cost numeric, priority int)
    ) with ordinality
  ),
  saved as (
    -- Every row is written, changed or not: the returned ids are how the offers below find their products.
    insert into products (sku, title, ships)
    select distinct on (sku) sku, title, ships from given order by sku, ordinality desc
    on conflict (sku) do update set title = excluded.title, ships = excluded.ships
    returning id, sku
  )
  insert into supplier_products (supplier_id, product_id, supplier_sku, cost, priority)
  select distinct on (g."supplierId", s.id) g."supplierId", s.id, g."supplierSku", g.cost, g.priority
  from given g join saved s on s.sku = g.sku
  order by g."supplierId", s.id, g.ordinality desc
  on conflict (supplier_id, product_id) do update
    set supplier_sku = excluded.supplier_sku, cost = excluded.cost, priority = excluded.priority
    where (supplier_products.supplier_sku, supplier_products.cost, supplier_products.priority)
      is distinct from (excluded.supplier_sku, excluded.cost, excluded.priority)`

/**
 * What the supplier of `p` said that it has, and what purchase orders took of it since: on their way, or sent after its word.
 * Of whom nobody knows a word, nothing more is asked; and only of lines that are not settled (migration 0043), by their index.
 */
const promisedOf = (sql: Sql) => sql`
  select l.on_hand, case when l.on_hand is null then 0 else (
    select coalesce(sum(pl.quantity - pl.canceled - pl.rejected), 0)
    from order_lines n
    join purchase_order_lines pl on pl.order_line_id = n.id
    join purchase_orders po on po.id = pl.purchase_order_id and po.supplier_id = p.supplier_id
    join orders o on o.id = n.order_id and not o.shadow
    where n.product_id = p.product_id and not n.settled
      and (po.state in ('queued', 'sending', 'in_doubt') or (po.state = 'sent' and po.sent_at > l.as_of)))::bigint end as promised
  from (
    select sum(on_hand)::bigint as on_hand, min(as_of) as as_of from stock_levels
    where product_id = p.product_id and supplier_id = p.supplier_id) l`

/** Any number: the first half of the key. */
const stockLock = 5_948_128
/** Products share so many locks: a transaction with a thousand of them must not fill the server's table of locks. */
const stockLocks = 256

/**
 * A supplier that said what it has, and of whom more is wanted than is left, is locked for one; the others are locked against that
 * one alone, since what they take makes a product short for whoever comes later. In order, so that two never wait for each other.
 */
const lockScarce = (sql: Sql, productIds: ReadonlyArray<number>) => sql`
  with offered as materialized (
    select p.product_id, min(v.on_hand - v.promised) as "left"
    from supplier_products p cross join lateral (${promisedOf(sql)}) v
    where p.product_id = any(${[...new Set(productIds)]}::bigint[]) and v.on_hand is not null group by 1),
  locks as materialized (
    select (product_id % ${stockLocks}::int)::int as n, bool_or("left" < (
      select coalesce(sum(n.open), 0) from order_lines n where n.product_id = o.product_id and not n.settled)) as is_short
    from offered o group by 1 order by 1)
  select case when is_short then pg_advisory_xact_lock(${stockLock}::int, n)
    else pg_advisory_xact_lock_shared(${stockLock}::int, n) end
  from locks order by n`

export const catalogLayer: Layer.Layer<Catalog, never, Database> = Layer.effect(
  Catalog,
  Effect.gen(function* () {
    const { query } = yield* Database
    return Catalog.of({
      productsBySku: Effect.fn("Catalog.productsBySku")(function* (channelId, skus) {
        const rows = yield* query(
          (sql) => sql<ReadonlyArray<{ sku: string; productId: number }>>`
            select g.sku, coalesce(a.product_id, p.id) as "productId"
            from unnest(${skus}::text[]) g (sku)
            left join sku_aliases a on a.alias_type = ${channelAliasType(channelId)} and a.alias = g.sku
            left join products p on p.sku = g.sku
            where coalesce(a.product_id, p.id) is not null`
        )
        return new Map(rows.map((r) => [r.sku, r.productId]))
      }),
      offers: Effect.fn("Catalog.offers")((productIds) =>
        query(
          (sql) => sql<ReadonlyArray<SupplierOffer>>`
            select p.product_id as "productId", p.supplier_id as "supplierId", p.supplier_sku as "supplierSku", p.cost,
              p.priority, v.on_hand - v.promised as stock
            from supplier_products p
            cross join lateral (${promisedOf(sql)}) v
            where p.product_id = any(${productIds}::bigint[])
            order by p.product_id, p.supplier_id`
        )
      ),
      lockStock: Effect.fn("Catalog.lockStock")(function* (productIds) {
        if (productIds.length > 0) yield* query((sql) => lockScarce(sql, productIds))
      }),
      saveProducts: Effect.fn("Catalog.saveProducts")(function* (rows) {
        if (rows.length > 0) yield* query((sql) => upsertProducts(sql, rows))
        const [count] = yield* query(
          (sql) => sql<ReadonlyArray<{ n: number }>>`select count(*) as n from products`
        )
        return count?.n ?? 0
      }),
      saveStock: Effect.fn("Catalog.saveStock")(function* (supplierId, rows, issuedAt) {
        const told = yield* query((sql) => saveLevels(sql, supplierId, rows, issuedAt))
        return told.length
      })
    })
  })
)
