import { anyOf, type MakeClause, probe, valuesOf } from "./order-clause.ts"
import { containing } from "./search-terms.ts"

/** Tags are kept in lower case or not, as they were given: whatever the case, they are found. */
const casesOf = (values: ReadonlyArray<string>): Array<string> => [
  ...new Set(values.flatMap((value) => [value, value.toLowerCase(), value.toUpperCase()]))
]

export const tagClause: MakeClause = (sql, term) => {
  const tags = casesOf(valuesOf(term))
  return probe(
    sql`((select true from order_tags t where t.order_id = o.id and t.tag = any(${tags}::text[]) limit 1) is true)`,
    {
      ids: sql`select t.order_id from order_tags t where t.tag = any(${tags}::text[])`,
      rank: 3
    }
  )
}

export const noteClause: MakeClause = (sql, term) => {
  const patterns = valuesOf(term).map((value) => containing(value.toLowerCase()))
  const fits = sql`t.undone_at is null and lower(t.text) like any(${patterns}::text[])`
  return probe(sql`((select true from order_notes t where t.order_id = o.id and ${fits} limit 1) is true)`, {
    ids: sql`select t.order_id from order_notes t where ${fits}`,
    rank: 3
  })
}

/** Whom it is for; `none`: nobody. */
export const ownClause: MakeClause = (sql, term) => {
  const names = casesOf(valuesOf(term))
  const isNobody = valuesOf(term).some((value) => value.toLowerCase() === "none")
  const somebody = sql`((select true from order_assignees t where t.order_id = o.id and t.assignee = any(${names}::text[]) limit 1) is true)`
  if (isNobody)
    return probe(
      anyOf(sql, [
        somebody,
        sql`((select true from order_assignees t where t.order_id = o.id limit 1) is null)`
      ])
    )
  return probe(somebody, {
    ids: sql`select t.order_id from order_assignees t where t.assignee = any(${names}::text[])`,
    rank: 3
  })
}
