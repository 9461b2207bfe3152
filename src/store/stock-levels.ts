import type { SupplierId } from "../domain/model/supplier.ts"
import type { StockWord } from "../domain/ports/catalog.ts"
import type { Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

/**
 * A supplier's word about its stock, level by level, unless a newer word is known; what did not change is not written.
 * Named warehouses and a number without a name would be the same pieces twice: of a product, the newer sort stays.
 */
export const saveLevels = (
  sql: Sql,
  supplierId: SupplierId,
  words: ReadonlyArray<StockWord>,
  issuedAt: Date
) => sql<ReadonlyArray<{ productId: number }>>`
  with given as materialized (
    select p.product_id, coalesce(r.warehouse, '') as warehouse, least(sum(r.quantity), 2147483647)::int as quantity
    from jsonb_to_recordset(${rowParameter(words)}::text::jsonb) as r ("supplierSku" text, warehouse text, quantity int)
    join supplier_products p on p.supplier_id = ${supplierId} and p.supplier_sku = r."supplierSku"
    group by 1, 2
  ),
  newest as (
    select g.* from given g where not exists (
      select from stock_levels l where l.product_id = g.product_id and l.supplier_id = ${supplierId}
        and l.as_of > ${issuedAt} and (l.warehouse = g.warehouse or (l.warehouse = '') <> (g.warehouse = '')))
  ),
  replaced as (
    delete from stock_levels l using newest g
    where l.product_id = g.product_id and l.supplier_id = ${supplierId} and (l.warehouse = '') <> (g.warehouse = '')
      and not exists (select from newest n where n.product_id = l.product_id and n.warehouse = l.warehouse)
  ),
  saved as (
    insert into stock_levels (product_id, supplier_id, warehouse, on_hand, as_of)
    select product_id, ${supplierId}, warehouse, quantity, ${issuedAt} from newest order by product_id, warehouse
    on conflict (product_id, supplier_id, warehouse) do update
      set on_hand = excluded.on_hand, as_of = excluded.as_of,
        version = stock_levels.version + (stock_levels.on_hand <> excluded.on_hand)::int
      where stock_levels.as_of <= excluded.as_of
        and (stock_levels.on_hand, stock_levels.as_of) is distinct from (excluded.on_hand, excluded.as_of)
  )
  select distinct product_id as "productId" from newest`
