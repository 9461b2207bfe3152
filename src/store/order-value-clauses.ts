import { spanMs } from "../domain/model/order-query.ts"
import type { Sql } from "./database.ts"
import {
  anyOf,
  type Clause,
  comparisonOf,
  type FieldTerm,
  type Fragment,
  type MakeClause,
  probe,
  row
} from "./order-clause.ts"

export const totalClause: MakeClause = (sql, { test }) => {
  if (test.is !== "compared") throw new Error("a total is compared")
  const amount = sql`o.total ${comparisonOf(sql, test.by)} ${test.number}::numeric`
  return row(test.unit === "" ? amount : sql`(${amount} and o.currency = ${test.unit})`)
}

export const qtyClause: MakeClause = (sql, { test }) => {
  if (test.is !== "compared") throw new Error("a quantity is compared")
  return row(sql`o.quantity ${comparisonOf(sql, test.by)} ${test.number}::integer`)
}

/** An age grows while its moment stands still: older than is before. */
const before: Readonly<Record<string, string>> = { ">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "=" }

const sinceMoment = (sql: Sql, { test }: FieldTerm, at: Date): Fragment => {
  if (test.is !== "compared") throw new Error("an age is compared")
  const moment = new Date(at.getTime() - spanMs(test.number, test.unit))
  return sql`${comparisonOf(sql, before[test.by] ?? "=")} ${moment}`
}

export const ageClause: MakeClause = (sql, term, { at }) =>
  row(
    sql`(case when o.status = 'not_processed' then o.placed_at else o.status_at end) ${sinceMoment(sql, term, at)}`
  )

export const cameClause: MakeClause = (sql, term, { at }) =>
  row(sql`o.imported_at ${sinceMoment(sql, term, at)}`)

/** As Triage counts them: whatever became of it since. */
export const sentClause: MakeClause = (sql, term, { at }) =>
  probe(
    sql`exists (select from purchase_orders q where q.order_id = o.id and q.sent_at ${sinceMoment(sql, term, at)})`
  )

export const shippedClause: MakeClause = (sql, term, { at }) =>
  probe(
    sql`exists (select from shipments q where q.order_id = o.id and q.recorded_at ${sinceMoment(sql, term, at)})`
  )

/** Text of a moment compares as the moment: it is ISO 8601 in UTC. */
const shipBy = (sql: Sql, alias: "o" | "n"): Fragment => sql`(${sql(alias)}.signals ->> 'shipBy') collate "C"`

/** In the words of the index, so that the planner takes it. */
const hasShipBy = (sql: Sql, alias: "o" | "n"): Fragment =>
  sql`(${sql(alias)}.signals ->> 'shipBy') is not null`

const toLeave = (sql: Sql, alias: "o" | "n"): Fragment =>
  sql`${sql(alias)}.status in ('not_processed', 'processing', 'processed', 'failed')`

export const shipbyClause: MakeClause = (sql, term, { at }) => {
  const { test } = term
  const is = (alias: "o" | "n", by: string, moment: Date): Fragment =>
    sql`(${hasShipBy(sql, alias)} and ${toLeave(sql, alias)} and ${shipBy(sql, alias)} ${comparisonOf(sql, by)} ${moment.toISOString()})`
  const found = (by: string, moment: Date): Clause =>
    row(is("o", by, moment), {
      ids: sql`select n.id as order_id from orders n where ${is("n", by, moment)}`,
      rank: 4
    })
  if (test.is === "compared") return found(test.by, new Date(at.getTime() + spanMs(test.number, test.unit)))
  if (test.values.length === 1 && test.values[0] === "overdue") return found("<", at)
  return row(
    anyOf(
      sql,
      test.values.map((word) => {
        if (word === "overdue") return is("o", "<", at)
        return word === "none" ? sql`not (${hasShipBy(sql, "o")})` : hasShipBy(sql, "o")
      })
    )
  )
}

export const ackbyClause: MakeClause = (sql, term, { at }) => {
  const { test } = term
  const waiting = sql`p.state = 'sent' and p.acknowledged_at is null and p.acknowledge_due_at is not null`
  const has = (what: Fragment): Fragment =>
    sql`((select true from purchase_orders p where p.order_id = o.id and ${waiting} and ${what} limit 1) is true)`
  const found = (what: Fragment): Clause =>
    probe(has(what), {
      ids: sql`select p.order_id from purchase_orders p where ${waiting} and ${what}`,
      rank: 4
    })
  if (test.is === "compared") {
    const moment = new Date(at.getTime() + spanMs(test.number, test.unit))
    return found(sql`p.acknowledge_due_at ${comparisonOf(sql, test.by)} ${moment}`)
  }
  const [only] = test.values
  if (test.values.length === 1 && only !== "none")
    return found(only === "set" ? sql`true` : sql`p.acknowledge_due_at < ${at}`)
  return probe(
    anyOf(
      sql,
      test.values.map((word) => {
        if (word === "none") return sql`not ${has(sql`true`)}`
        return has(word === "set" ? sql`true` : sql`p.acknowledge_due_at < ${at}`)
      })
    )
  )
}
