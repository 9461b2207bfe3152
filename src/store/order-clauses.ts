import type { OrderQuery, QueryTerm } from "../domain/model/order-query.ts"
import type { Sql } from "./database.ts"
import {
  type Clause,
  type ClauseSource,
  type FieldTerm,
  type Fragment,
  type MakeClause,
  partsOf,
  type QuerySurroundings,
  row,
  union,
  valuesOf
} from "./order-clause.ts"
import { noteClause, ownClause, tagClause } from "./order-hand-clauses.ts"
import {
  channelClause,
  customerClause,
  orderClause,
  poClause,
  skuClause,
  supplierClause
} from "./order-name-clauses.ts"
import { choiceClause, holdClause, stateClause, statusClause } from "./order-state-clauses.ts"
import {
  ackbyClause,
  ageClause,
  cameClause,
  qtyClause,
  sentClause,
  shipbyClause,
  shippedClause,
  totalClause
} from "./order-value-clauses.ts"
import { cleanTerm, containing, hasTrigram } from "./search-terms.ts"

const makers: Readonly<Record<FieldTerm["field"], MakeClause>> = {
  channel: channelClause,
  supplier: supplierClause,
  customer: customerClause,
  sku: skuClause,
  order: orderClause,
  po: poClause,
  state: stateClause,
  status: statusClause,
  hold: holdClause,
  ship: (sql, term) => row(sql`o.ship_method_name ilike any(${partsOf(term)}::text[])`),
  country: (sql, term) => row(sql`upper(o.country) = any(${valuesOf(term)}::text[])`),
  total: totalClause,
  qty: qtyClause,
  age: ageClause,
  came: cameClause,
  sent: sentClause,
  shipped: shippedClause,
  shipby: shipbyClause,
  ackby: ackbyClause,
  tag: tagClause,
  note: noteClause,
  assignee: ownClause,
  is: choiceClause
}

/** The text of an order is read row by row where the index cannot help. */
const textWindow = 8_500

/** Numbers that are said whole: they are found however old and however short they are. */
const named = (sql: Sql, text: string): Fragment => {
  const upper = text.toUpperCase()
  return sql`
    select n.id as order_id from orders n where n.channel_order_number in (${text}, ${`#${text}`})
    union select p.order_id from purchase_orders p where p.number in (${text}, ${upper})
    union select t.order_id from shipments t where t.tracking_number in (${text}, ${upper})`
}

/** Text that is somewhere in an order's numbers, names and SKUs. */
const textClause = (sql: Sql, given: string): Clause => {
  const text = cleanTerm(given)
  const isText = sql`(select s.text from order_search s where s.order_id = o.id) ilike ${containing(text)}`
  return { condition: sql`(${isText} or o.id in (${named(sql, text)}))`, window: textWindow, source: null }
}

/** One look into the index for all words that it can help with; a single word may be a number that is said whole. */
const textSource = (sql: Sql, given: ReadonlyArray<string>): ClauseSource | null => {
  const words = given.map(cleanTerm)
  const indexed = words.filter(hasTrigram)
  const [first] = words
  if (first === undefined) return null
  if (indexed.length === 0)
    return words.length === 1 ? { ids: named(sql, first), rank: 6, isWhole: false } : null
  const patterns = indexed.map((word) => sql`s.text ilike ${containing(word)}`)
  const found = sql`select s.order_id from order_search s where ${patterns.reduce((all, one) => sql`${all} and ${one}`)}`
  return { ids: words.length === 1 ? union(sql, [found, named(sql, first)]) : found, rank: 6 }
}

const clauseOf = (sql: Sql, term: QueryTerm, around: QuerySurroundings): Clause => {
  const clause = term.kind === "text" ? textClause(sql, term.text) : makers[term.field](sql, term, around)
  if (!term.isNot) return clause
  return { ...clause, condition: sql`(${clause.condition}) is not true`, source: null }
}

/** The conditions of all terms, and the indexes that know some of them. */
export const clausesOf = (sql: Sql, query: OrderQuery, around: QuerySurroundings): ReadonlyArray<Clause> => {
  const words = query.flatMap((term) => (term.kind === "text" && !term.isNot ? [term.text] : []))
  const source = textSource(sql, words)
  const clauses = query.map((term) => clauseOf(sql, term, around))
  return source === null ? clauses : [...clauses, { condition: sql`true`, window: textWindow, source }]
}
