import type { OrderAction } from "../domain/model/order-status.ts"
import type { Sql } from "./database.ts"
import { anyOf, type Clause, type Fragment, type MakeClause, probe, row, valuesOf } from "./order-clause.ts"
import { standsInShadow } from "./send-gate-sql.ts"

/** The actions behind the words of the ACTION column. */
export const actionOfWord: Readonly<Record<string, OrderAction>> = {
  resolve: "resolve",
  process: "process",
  doubt: "settle",
  failed: "retry",
  rejected: "push",
  authorize: "authorize"
}

const unfinished = (sql: Sql): Fragment => sql`o.status not in ('completed', 'canceled')`

const stateIs = (sql: Sql, word: string): Fragment => {
  const action = actionOfWord[word]
  if (action !== undefined) return sql`o.action is not distinct from ${action}`
  if (word === "sending") return sql`(o.status = 'processing' and o.action is null)`
  if (word === "shadow") return sql`(o.action is not distinct from 'process' and ${standsInShadow(sql)})`
  return unfinished(sql)
}

export const stateClause: MakeClause = (sql, term) =>
  row(
    anyOf(
      sql,
      valuesOf(term).map((word) => stateIs(sql, word))
    )
  )

export const statusClause: MakeClause = (sql, term) =>
  row(sql`o.status = any(${valuesOf(term).map((word) => word.replaceAll("-", "_"))}::text[])`)

export const holdClause: MakeClause = (sql, term) => {
  const kinds = valuesOf(term)
  return probe(
    sql`((select true from holds h where h.order_id = o.id and h.released_at is null and h.kind = any(${kinds}::text[]) limit 1) is true)`,
    {
      ids: sql`select h.order_id from holds h where h.released_at is null and h.kind = any(${kinds}::text[])`,
      rank: 5
    }
  )
}

const held = (sql: Sql): Clause =>
  probe(sql`((select true from holds h where h.order_id = o.id and h.released_at is null limit 1) is true)`, {
    ids: sql`select h.order_id from holds h where h.released_at is null`,
    rank: 8
  })

const handover = (sql: Sql): Clause =>
  probe(
    sql`((select true from order_notes t where t.order_id = o.id and t.kind = 'handover' and t.taken_at is null and t.undone_at is null limit 1) is true)`,
    {
      ids: sql`select t.order_id from order_notes t where t.kind = 'handover' and t.taken_at is null and t.undone_at is null`,
      rank: 2
    }
  )

const choices: Readonly<Record<string, (sql: Sql, marked: ReadonlyArray<number>) => Clause>> = {
  held,
  handover,
  doubt: (sql) => row(sql`o.action is not distinct from 'settle'`),
  authorize: (sql) => row(sql`o.action is not distinct from 'authorize'`),
  needing: (sql) => row(sql`o.action is not null`),
  paid: (sql) => row(sql`(o.signals ->> 'paid') is distinct from 'false'`),
  shadow: (sql) => row(standsInShadow(sql)),
  marked: (sql, marked) =>
    row(sql`o.id = any(${marked as Array<number>}::bigint[])`, {
      ids: sql`select unnest(${marked as Array<number>}::bigint[]) as order_id`,
      rank: 3
    })
}

/** `is:held,doubt`: one of them. Several have no index together. */
export const choiceClause: MakeClause = (sql, term, { marked }) => {
  const clauses = valuesOf(term).flatMap((word) => choices[word]?.(sql, marked) ?? [])
  const [only] = clauses
  if (only !== undefined && clauses.length === 1) return only
  return probe(
    anyOf(
      sql,
      clauses.map(({ condition }) => condition)
    )
  )
}
