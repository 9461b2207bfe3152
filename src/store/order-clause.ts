import type postgres from "postgres"
import type { OrderId } from "../domain/model/order.ts"
import type { QueryTerm } from "../domain/model/order-query.ts"
import type { Sql } from "./database.ts"
import { containing, hasTrigram } from "./search-terms.ts"

export type Fragment = postgres.PendingQuery<Array<postgres.Row>>

/** The ids of the orders that may fit, by an index. */
export interface ClauseSource {
  readonly ids: Fragment
  /** The rarest finds come first: of several clauses the source of the lowest rank is asked. */
  readonly rank: number
  /** Absent: all of them. False: those that are found so are not all. */
  readonly isWhole?: boolean
}

/** What a term of a query says in SQL. All values travel as parameters. */
export interface Clause {
  /** Whether a row `o` of orders fits. */
  readonly condition: Fragment
  /** How many rows can be looked at one by one in bearable time: a look into another table takes longer. */
  readonly window: number
  readonly source: ClauseSource | null
}

/** What the words of a query depend on besides it. */
export interface QuerySurroundings {
  readonly at: Date
  readonly marked: ReadonlyArray<OrderId>
  /** Only of these orders. */
  readonly within?: ReadonlyArray<OrderId>
}

export type FieldTerm = Extract<QueryTerm, { readonly kind: "field" }>
export type MakeClause = (sql: Sql, term: FieldTerm, around: QuerySurroundings) => Clause

const rowWindow = 25_000
const probeWindow = 8_000

export const row = (condition: Fragment, source: ClauseSource | null = null): Clause => ({
  condition,
  window: rowWindow,
  source
})

/** Looks into other tables. */
export const probe = (condition: Fragment, source: ClauseSource | null = null): Clause => ({
  condition,
  window: probeWindow,
  source
})

export const valuesOf = (term: FieldTerm): Array<string> =>
  term.test.is === "any of" ? [...term.test.values] : []

export const partsOf = (term: FieldTerm): Array<string> => valuesOf(term).map(containing)

/** Each in brackets: a part that is a `union` itself would else make all that is before it distinct, and so read it whole. */
export const union = (sql: Sql, parts: ReadonlyArray<Fragment>): Fragment =>
  parts.map((one) => sql`(${one})`).reduce((all, one) => sql`${all} union all ${one}`)

export const comparisonOf = (sql: Sql, by: string): Fragment => {
  switch (by) {
    case ">":
      return sql`>`
    case ">=":
      return sql`>=`
    case "<":
      return sql`<`
    case "<=":
      return sql`<=`
    default:
      return sql`=`
  }
}

export const anyOf = (sql: Sql, conditions: ReadonlyArray<Fragment>): Fragment =>
  sql`(${conditions.reduce((all, one) => sql`${all} or ${one}`, sql`false`)})`

/** Orders whose search text has one of these; null where the trigram index cannot help: it takes one pattern at a time. */
export const bySearchText = (sql: Sql, words: ReadonlyArray<string>): Fragment | null =>
  words.length > 0 && words.every(hasTrigram)
    ? union(
        sql,
        words.map((word) => sql`select s.order_id from order_search s where s.text ilike ${containing(word)}`)
      )
    : null
