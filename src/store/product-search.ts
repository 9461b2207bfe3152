import type { SalesChannel } from "../domain/model/sales-channel.ts"
import type { InventoryFilter, StockedProduct } from "../domain/ports/inventory-store.ts"
import { literal, type Sql } from "./database.ts"
import { matching } from "./inventory-page.ts"
import { cleanTerm, containing } from "./search-terms.ts"

/** A common word fills a page from among so many of the next products. */
const nearWindow = 2_500
/** Up to so many finds of the index are sorted: then the answer is complete. */
const mostFound = 1_500
/** With more finds than that, so many of the next products are walked for them. */
const farWindow = 20_000

/** The trigram index can only help when three letters or digits stand together. */
const hasTrigram = (term: string): boolean => /[\p{L}\p{N}]{3}/u.test(term)

const words = (sql: Sql) => sql`(p.sku || ' ' || p.title)`

/**
 * A page of the products that have the term in SKU or title, by SKU, in bounded time whatever the term (ADR 14):
 * near, from the next products; else by the index; and where that finds more than can be sorted, by a longer walk.
 * A SKU that begins with the term, and the channel's own name of a product, are found however common the term is.
 */
export const productSearch = (
  sql: Sql,
  channel: SalesChannel,
  filter: InventoryFilter | null,
  search: string,
  after: string | null,
  limit: number
) => {
  const term = cleanTerm(search)
  const pattern = containing(term)
  const beyond: ReturnType<Sql> = after === null ? sql`true` : sql`p.sku > ${after}`
  const walk = (from: ReturnType<Sql>, window: number) => sql`
    select p.id from (select * from products p where ${from} order by p.sku limit ${literal(sql, window)}) p
    where ${words(sql)} ilike ${pattern} and ${matching(sql, channel, filter)} limit ${literal(sql, limit)}`
  const begins = (from: string) => walk(sql`p.sku >= ${from} and ${beyond}`, nearWindow)
  const found = hasTrigram(term)
    ? sql`select p.id from products p where ${words(sql)} ilike ${pattern}`
    : sql`select p.id from products p where false`
  const notFull = sql`(select count(*) from near) < ${literal(sql, limit)}`
  const isOpen = hasTrigram(term)
    ? sql`${notFull} and (select count(*) from few) > ${literal(sql, mostFound)}`
    : notFull
  return sql<ReadonlyArray<StockedProduct>>`
    with near as materialized (${walk(beyond, nearWindow)}),
    found as materialized (${found}),
    few as materialized (select id from found where ${notFull} limit ${literal(sql, mostFound + 1)}),
    far as materialized (select * from (${walk(beyond, farWindow)}) w where ${isOpen}),
    begins as materialized (
      select * from (${begins(term)}) w where ${isOpen}
      union select * from (${begins(term.toUpperCase())}) w where ${isOpen}),
    named as (
      select a.product_id as id from sku_aliases a where a.alias_type = ${channel.stock.alias ?? ""} and a.alias = ${term}),
    hits as (
      select id from near union select id from few union select id from far union select id from begins
      union select id from named)
    select p.id, p.sku, p.title from hits h join products p on p.id = h.id
    where ${beyond} and ${matching(sql, channel, filter)}
    order by p.sku limit ${literal(sql, limit)}`
}
