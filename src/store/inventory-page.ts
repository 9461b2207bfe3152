import type { SalesChannel } from "../domain/model/sales-channel.ts"
import type { InventoryFilter, StockedProduct } from "../domain/ports/inventory-store.ts"
import type { Sql } from "./database.ts"

/** Whether product `p` has what is asked for, each by an index of its own. */
export const matching = (sql: Sql, { id, stock }: SalesChannel, filter: InventoryFilter | null) => {
  switch (filter) {
    case null:
      return sql`true`
    case "differs":
      return sql`exists (select from channel_stock s where s.channel_id = ${id} and s.product_id = p.id
        and s.quantity is distinct from s.shown)`
    case "ignored":
      return stock.alias === null
        ? sql`false`
        : sql`not exists (select from sku_aliases a where a.alias_type = ${stock.alias} and a.product_id = p.id)`
    case "conflict":
      return sql`exists (select from sku_aliases a join sku_aliases o on o.alias_type = a.alias_type and o.alias = a.alias
        and o.product_id <> a.product_id where a.alias_type = ${stock.alias ?? ""} and a.product_id = p.id)`
    case "held":
      return sql`exists (select from supplier_products o where o.product_id = p.id and o.supplier_id = any(array(
        select d.supplier_id from supplier_documents d where d.feed_state = 'held')))`
    case "unknown":
      return sql`not exists (select from stock_levels l join suppliers u on u.id = l.supplier_id
        where l.product_id = p.id and ${stock.warehouse ?? ""}::text in ('', l.warehouse, u.name, u.name || '/' || l.warehouse))`
  }
}

export const productPage = (
  sql: Sql,
  channel: SalesChannel,
  filter: InventoryFilter | null,
  after: string | null,
  limit: number
) => sql<ReadonlyArray<StockedProduct>>`
  select p.id, p.sku, p.title from products p
  where ${after === null ? sql`true` : sql`p.sku > ${after}`} and ${matching(sql, channel, filter)}
  order by p.sku limit ${limit}`
