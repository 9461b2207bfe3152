import type { MergedFeed, MergeOrder } from "../domain/ports/feed-store.ts"
import type { Sql } from "./database.ts"

/** How many SKUs that a supplier does not offer us are listed of it; all of them are counted. */
const mostUnknown = 10_000

/** What is merged: rows of warehouses of which nothing newer is known. */
const counted = (sql: Sql, { besides }: MergeOrder) =>
  besides.length === 0 ? sql`true` : sql`g.warehouse <> all(${besides}::text[])`

/**
 * Named warehouses and a number without a name would be the same pieces twice: of a product, the newer sort stays.
 */
const replace = (sql: Sql, order: MergeOrder) => sql`
  delete from stock_levels l using feed_given g
  where l.supplier_id = ${order.supplierId} and l.product_id = g.product_id and ${counted(sql, order)}
    and l.as_of <= ${order.asOf} and (l.warehouse = '') <> (g.warehouse = '')
    and not exists (select from feed_given n where n.product_id = l.product_id and n.warehouse = l.warehouse)
  returning 1`

const hasOtherSort = (sql: Sql, { supplierId }: MergeOrder) => sql<ReadonlyArray<{ other: boolean }>>`
  select exists (select from stock_levels l where l.supplier_id = ${supplierId} and l.warehouse = '')
      and exists (select from feed_given where warehouse <> '' and product_id is not null)
    or exists (select from stock_levels l where l.supplier_id = ${supplierId} and l.warehouse <> '')
      and exists (select from feed_given where warehouse = '' and product_id is not null) as other`

const insert = (sql: Sql, order: MergeOrder) => sql`
  insert into stock_levels (product_id, supplier_id, warehouse, on_hand, as_of)
  select g.product_id, ${order.supplierId}, g.warehouse, g.quantity, ${order.asOf} from feed_given g
  where g.product_id is not null and ${counted(sql, order)} and not exists (
    select from stock_levels l
    where l.supplier_id = ${order.supplierId} and l.product_id = g.product_id and l.warehouse = g.warehouse)`

/** Since when purchase orders may be news to these warehouses: since the oldest of their last words, and a little before. */
const lastWord = (sql: Sql, { supplierId, feedId }: MergeOrder) => sql`
  coalesce((select min(w.at) - interval '1 hour' from (
    select max(least(d.issued_at, d.received_at)) as at
    from (select distinct warehouse from feed_stage) s
    left join supplier_documents d on d.supplier_id = ${supplierId} and d.kind = 'inventory' and d.feed_state = 'taken'
      and d.id <> ${feedId} and s.warehouse = any(d.warehouses)
    group by s.warehouse) w where w.at is not null), '-infinity')`

/**
 * A level is written when the supplier says another number, or names it again. Its time moves besides where that means
 * something: a purchase order that was sent since then is known to the supplier now, so that its pieces are not taken off
 * once more.
 */
const update = (sql: Sql, order: MergeOrder) => sql`
  with told as materialized (
    select n.product_id, max(po.sent_at) as sent_at
    from purchase_orders po
    join purchase_order_lines pl on pl.purchase_order_id = po.id
    join order_lines n on n.id = pl.order_line_id
    where po.supplier_id = ${order.supplierId} and po.state = 'sent' and po.sent_at <= ${order.asOf}
      and po.sent_at > ${lastWord(sql, order)}
    group by 1)
  update stock_levels l set on_hand = g.quantity, as_of = ${order.asOf}, listed = true,
    version = l.version + (l.on_hand <> g.quantity)::int
  from feed_given g left join told t on t.product_id = g.product_id
  where l.supplier_id = ${order.supplierId} and l.product_id = g.product_id and l.warehouse = g.warehouse
    and ${counted(sql, order)} and l.as_of <= ${order.asOf}
    and (l.on_hand <> g.quantity or not l.listed or t.sent_at > l.as_of)`

/** What the supplier named before and does not name any more. */
const forget = (sql: Sql, order: MergeOrder, everywhere: boolean) => sql`
  update stock_levels l set listed = false,
    ${
      order.gone === "zero"
        ? sql`on_hand = 0, as_of = ${order.asOf}, version = l.version + (l.on_hand <> 0)::int`
        : sql`on_hand = l.on_hand`
    }
  where l.supplier_id = ${order.supplierId} and l.listed and l.as_of <= ${order.asOf}
    and l.warehouse <> all(${order.besides}::text[])
    and (${everywhere} or l.warehouse in (select distinct warehouse from feed_stage))
    and not exists (
      select from feed_given g where g.product_id = l.product_id and g.warehouse = l.warehouse)`

const firstUnknown = (sql: Sql, order: MergeOrder) => sql`
  select g.sku, g.warehouse, g.pieces from feed_given g where g.sku is not null and ${counted(sql, order)}
  order by g.sku, g.warehouse limit ${mostUnknown}`

/** The list of what is not known, made equal to the feed's: what became known, or is named no more, goes. */
const listUnknown = async (sql: Sql, order: MergeOrder, everywhere: boolean): Promise<void> => {
  await sql`
    with first as materialized (${firstUnknown(sql, order)})
    delete from unknown_stock u where u.supplier_id = ${order.supplierId}
      and u.warehouse <> all(${order.besides}::text[])
      and (${everywhere} or u.warehouse in (select distinct warehouse from feed_stage)
        or exists (select from supplier_products p where p.supplier_id = u.supplier_id and p.supplier_sku = u.sku))
      and not exists (select from first f where f.sku = u.sku and f.warehouse = u.warehouse)`
  await sql`
    with first as materialized (${firstUnknown(sql, order)})
    insert into unknown_stock as u (supplier_id, sku, warehouse, quantity, since)
    select ${order.supplierId}, f.sku, f.warehouse, f.pieces, ${order.asOf} from first f
    where not exists (select from unknown_stock k where k.supplier_id = ${order.supplierId} and k.sku = f.sku
      and k.warehouse = f.warehouse and k.quantity = f.pieces)
    on conflict (supplier_id, sku, warehouse) do update set quantity = excluded.quantity`
}

/** A feed without a row speaks of no warehouse, so it speaks of all. */
const speaksOfAll = async (sql: Sql): Promise<boolean> => {
  const [row] = await sql<ReadonlyArray<{ empty: boolean }>>`
    select not exists (select from feed_stage) as empty`
  return row?.empty === true
}

/** Of a supplier that never said anything there is nothing to compare. */
const isFirst = async (sql: Sql, { supplierId }: MergeOrder): Promise<boolean> => {
  const [row] = await sql<ReadonlyArray<{ first: boolean }>>`
    select not exists (select from stock_levels where supplier_id = ${supplierId}) as first`
  return row?.first === true
}

const insertAll = (sql: Sql, order: MergeOrder) => sql`
  insert into stock_levels (product_id, supplier_id, warehouse, on_hand, as_of)
  select g.product_id, ${order.supplierId}, g.warehouse, g.quantity, ${order.asOf} from feed_given g
  where g.product_id is not null and ${counted(sql, order)}`

const compare = async (sql: Sql, order: MergeOrder, everywhere: boolean): Promise<MergedFeed> => {
  const [sort] = await hasOtherSort(sql, order)
  const replaced = sort?.other === true ? (await replace(sql, order)).count : 0
  const updated = await update(sql, order)
  const inserted = await insert(sql, order)
  const missing = await forget(sql, order, everywhere)
  const zeroed = order.gone === "zero" ? missing.count : 0
  return { changed: replaced + updated.count + inserted.count + zeroed, missing: missing.count }
}

export const mergeFeed = async (sql: Sql, order: MergeOrder): Promise<MergedFeed> => {
  const everywhere = await speaksOfAll(sql)
  const merged = (await isFirst(sql, order))
    ? { changed: (await insertAll(sql, order)).count, missing: 0 }
    : await compare(sql, order, everywhere)
  await listUnknown(sql, order, everywhere)
  await sql`
    update supplier_documents set changed = ${merged.changed}, missing = ${merged.missing} where id = ${order.feedId}`
  return merged
}
