import type { AliasLine, UnnamedLine } from "../domain/ports/mapping-board.ts"
import { literal, type Sql } from "./database.ts"
import { cleanTerm, containing } from "./search-terms.ts"

/** So many of the newest products are looked at for each channel: what lacks a name is most often new. */
const mostLooked = 5000
const mostKnown = 5

export const selectAliases = (sql: Sql, term: string, limit: number, type?: string) => {
  const clean = cleanTerm(term)
  const found =
    clean === ""
      ? sql`true`
      : sql`(a.alias_type || ' ' || a.alias || ' ' || p.sku || ' ' || p.title) ilike ${containing(clean)}`
  return sql<ReadonlyArray<AliasLine>>`
    with rows as materialized (
      select a.alias_type as type, a.alias, a.product_id, p.sku, p.title, a.saved_by, a.saved_at
      from sku_aliases a join products p on p.id = a.product_id
      where a.alias_type not like 'channel:%' and ${type === undefined ? sql`true` : sql`a.alias_type = ${type}`}
        and ${found} order by a.alias_type, a.alias, p.sku limit ${limit})
    select r.type, r.alias, r.sku as product, r.title, r.saved_by as "savedBy", r.saved_at as "savedAt",
      array(select p.sku from sku_aliases o join products p on p.id = o.product_id
        where o.alias_type = r.type and o.alias = r.alias and o.product_id <> r.product_id
        order by p.sku limit ${literal(sql, mostKnown)}) as others,
      array(select c.name from channels c where c.stock_alias = r.type and c.archived_at is null
        order by c.name limit ${literal(sql, mostKnown)}) as channels
    from rows r order by r.type, r.alias, r.sku`
}

export const selectUnnamed = (sql: Sql, limit: number) => sql<ReadonlyArray<UnnamedLine>>`
  select c.name as channel, c.stock_alias as type, n.sku as product, n.title,
    array(select a.alias from sku_aliases a where a.product_id = n.id
      order by a.alias_type = 'channel:' || c.id desc, a.alias_type, a.alias limit ${literal(sql, mostKnown)}) as known
  from channels c
  cross join lateral (
    select p.id, p.sku, p.title from (select id, sku, title from products order by id desc limit ${literal(sql, mostLooked)}) p
    where not exists (select from sku_aliases a where a.alias_type = c.stock_alias and a.product_id = p.id)
    order by p.id desc limit ${limit}) n
  where c.stock_alias is not null and c.archived_at is null
  order by c.name, n.sku`
