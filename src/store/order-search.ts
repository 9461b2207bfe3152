import type { OrderFilter, PageKey } from "../domain/ports/order-board.ts"
import type { Sql } from "./database.ts"
import { filterConditions, literal, newestKeys } from "./order-filter.ts"

/** Characters of a search that are looked at. */
const longestTerm = 100
/** A common word fills a page from among so many of the newest orders. */
const nearWindow = 2_500
/** Up to so many finds of the index are sorted; with more, the newest of them are met by walking. */
const mostFound = 1_500
/** Walked behind the near ones. */
const farWindow = 6_000

export const cleanTerm = (search: string): string => search.replaceAll("\0", "").trim().slice(0, longestTerm)

/** A term as an `ilike` pattern in which nothing is a wildcard. */
export const containing = (term: string): string => `%${term.replace(/[\\%_]/g, "\\$&")}%`

/** The trigram index can only help when three letters or digits stand together. */
const hasTrigram = (term: string): boolean => /[\p{L}\p{N}]{3}/u.test(term)

/** Those of the newest orders whose text has the term; it stops when the page is full. The text is read row by row. */
const walk = (sql: Sql, keys: ReturnType<Sql>, pattern: string, limit: number) => sql`
  select w.id, w.placed_at from (${keys}) w
  where (select s.text from order_search s where s.order_id = w.id) ilike ${pattern}
  limit ${literal(sql, limit)}`

/** Numbers that are said whole: they are found however old and however short they are. */
const named = (sql: Sql, term: string) => {
  const upper = term.toUpperCase()
  return sql`
    select id from orders where channel_order_number in (${term}, ${`#${term}`})
    union select order_id from purchase_orders where number in (${term}, ${upper})
    union select order_id from shipments where tracking_number in (${term}, ${upper})`
}

/**
 * The keys of a page with search, newest first, in bounded time whatever the term:
 * 1. near: a common word fills the page from the newest orders;
 * 2. soon: one that fills a good part of it fills the rest a little further on;
 * 3. few: else the trigram index finds it anywhere (the CTE is planned as a whole, so no limit tempts it to a slow scan);
 * 4. late: with more finds than can be sorted, the longer walk meets the newest of them.
 */
export const searchKeys = (
  sql: Sql,
  filter: OrderFilter,
  term: string,
  after: PageKey | null,
  limit: number
) => {
  const pattern = containing(term)
  const indexed = hasTrigram(term)
  const keys = (window: number) => newestKeys(sql, filter, after, window)
  const near = walk(sql, keys(indexed ? nearWindow : farWindow), pattern, limit)
  const further = walk(sql, sql`${keys(farWindow)} offset ${literal(sql, nearWindow)}`, pattern, limit)
  const promising = sql`(select count(*) from near) between ${literal(sql, Math.max(1, limit / 5))} and ${literal(sql, limit - 1)}`
  const notFull = sql`(select count(*) from near) + (select count(*) from soon) < ${literal(sql, limit)}`
  const overflow = sql`(select count(*) from few) > ${literal(sql, mostFound)} and not (${promising})`
  const found = indexed
    ? sql`select order_id from order_search where text ilike ${pattern}`
    : sql`select order_id from order_search where false`
  return sql`
    with near as materialized (${near}),
    soon as materialized (select * from (${further}) w where ${promising}),
    found as materialized (${found}),
    few as materialized (select order_id from found where ${notFull} limit ${literal(sql, mostFound + 1)}),
    late as materialized (select * from (${further}) w where ${overflow}),
    hits as (
      select id from near union select id from soon union select order_id from few union select id from late
      union select id from (${named(sql, term)}) n where ${notFull}),
    matching as materialized (
      select o.id, o.placed_at from hits join orders o on o.id = hits.id
      where ${filterConditions(sql, filter, after)})
    select id, placed_at from matching order by placed_at desc, id desc limit ${literal(sql, limit)}`
}
