import {
  bySearchText,
  type FieldTerm,
  type MakeClause,
  partsOf,
  probe,
  row,
  union,
  valuesOf
} from "./order-clause.ts"
import { containing } from "./search-terms.ts"

/** `AB-1` whole, `AB*` by its beginning, as patterns. */
const startsOf = (term: FieldTerm): Array<string> =>
  valuesOf(term).map((value) =>
    value.endsWith("*") ? containing(value.slice(0, -1)).slice(1) : containing(value).slice(1, -1)
  )

/** Letters are compared whatever their case; an index knows them as they were written. */
const waysOf = (values: ReadonlyArray<string>): Array<string> => [
  ...new Set(values.flatMap((value) => [value, value.toUpperCase(), value.toLowerCase()]))
]

const wholeOf = (term: FieldTerm): Array<string> =>
  waysOf(valuesOf(term).filter((value) => !value.endsWith("*")))

const bareWords = (term: FieldTerm): ReadonlyArray<string> =>
  valuesOf(term).map((value) => value.replace(/\*$/, ""))

export const channelClause: MakeClause = (sql, term) =>
  row(
    sql`o.channel_id = any(array(select c.id from channels c where c.name ilike any(${partsOf(term)}::text[])))`
  )

/** So many of the newest unsent orders are looked at for a supplier that only their lines name. */
const unsentLooked = 3_000

export const supplierClause: MakeClause = (sql, term) => {
  const named = sql`array(select s.id from suppliers s where s.name ilike any(${partsOf(term)}::text[]))`
  const source = sql`
    (select p.order_id from purchase_orders p where p.supplier_id = any(${named}))
    union all
    select l.order_id from (
      select n.id from orders n where n.status = 'not_processed'
      order by n.placed_at desc, n.id desc limit ${sql.unsafe(String(unsentLooked))}) u
    join order_lines l on l.order_id = u.id where l.supplier_id = any(${named})`
  return probe(
    sql`(((select true from purchase_orders p where p.order_id = o.id and p.supplier_id = any(${named}) limit 1) is true)
      or ((select true from order_lines l where l.order_id = o.id and l.supplier_id = any(${named}) limit 1) is true))`,
    { ids: source, rank: 7 }
  )
}

export const customerClause: MakeClause = (sql, term) => {
  const text = bySearchText(sql, bareWords(term))
  return row(
    sql`(o.customer_name ilike any(${partsOf(term)}::text[]) or o.customer_email ilike any(${partsOf(term)}::text[]))`,
    text === null ? null : { ids: text, rank: 5 }
  )
}

/** Many products begin alike: the newest orders are looked at first. */
const commonBeginning = 5

export const skuClause: MakeClause = (sql, term) => {
  const patterns = startsOf(term)
  const whole = wholeOf(term)
  const exact = [
    sql`select l.order_id from order_lines l where l.channel_sku = any(${whole}::text[])`,
    sql`select l.order_id from products p join order_lines l on l.product_id = p.id where p.sku = any(${whole}::text[])`
  ]
  const text = bySearchText(sql, bareWords(term))
  const areWhole = valuesOf(term).every((value) => !value.endsWith("*"))
  const sources = [...exact, ...(text === null ? [] : [text])]
  return probe(
    sql`((select true from order_lines l left join products p on p.id = l.product_id where l.order_id = o.id
      and (l.channel_sku ilike any(${patterns}::text[]) or p.sku ilike any(${patterns}::text[])) limit 1) is true)`,
    areWhole || text !== null ? { ids: union(sql, sources), rank: areWhole ? 2 : commonBeginning } : null
  )
}

export const orderClause: MakeClause = (sql, term) => {
  const patterns = startsOf(term).flatMap((pattern) => [pattern, `#${pattern}`])
  const whole = wholeOf(term)
  const numbers = whole.flatMap((value) => [value, `#${value}`])
  const exact = sql`
    select n.id as order_id from orders n where n.channel_order_number = any(${numbers}::text[])
    union select n.id from channels c join orders n on n.channel_id = c.id and n.channel_order_id = any(${whole}::text[])`
  const text = bySearchText(sql, bareWords(term))
  const areWhole = valuesOf(term).every((value) => !value.endsWith("*"))
  const sources = [exact, ...(text === null || areWhole ? [] : [text])]
  return row(
    sql`(o.channel_order_number ilike any(${patterns}::text[]) or o.channel_order_id ilike any(${patterns}::text[]))`,
    areWhole || text !== null ? { ids: union(sql, sources), rank: 1 } : null
  )
}

export const poClause: MakeClause = (sql, term) => {
  const exact = sql`select p.order_id from purchase_orders p where p.number = any(${wholeOf(term)}::text[])`
  const text = bySearchText(sql, bareWords(term))
  const areWhole = valuesOf(term).every((value) => !value.endsWith("*"))
  const sources = [exact, ...(text === null || areWhole ? [] : [text])]
  return probe(
    sql`((select true from purchase_orders p where p.order_id = o.id and p.number ilike any(${startsOf(term)}::text[]) limit 1) is true)`,
    areWhole || text !== null ? { ids: union(sql, sources), rank: 1 } : null
  )
}
