import type { OrderId } from "../domain/model/order.ts"
import type { OrderQuery } from "../domain/model/order-query.ts"
import { type OrderAction, type OrderStatus, orderStatuses } from "../domain/model/order-status.ts"
import type { OrderFilter, PageKey } from "../domain/ports/order-board.ts"
import { literal, type Sql } from "./database.ts"
import type { Clause, ClauseSource, Fragment, QuerySurroundings } from "./order-clause.ts"
import { clausesOf } from "./order-clauses.ts"
import { filterConditions } from "./order-filter.ts"
import { actionOfWord } from "./order-state-clauses.ts"
import { type Branches, behind, canGoOn, sortOrder, type Walk, walkEnd, walkKeys } from "./order-walk.ts"

/** A common word fills a page from among so many of the newest orders. */
const nearWindow = 2_500
/** Up to so many finds of an index are sorted; with more, the newest of them are met by walking. */
const mostFound = 1_500
/** By another order than that of time the whole of the finds is sorted. */
const mostSorted = 5_000
/** So many are looked at where no word of the query says less. */
const mostLooked = 25_000
/** So many are sorted where no index has their order. */
const sortWindow = 20_000

const actions: ReadonlyArray<OrderAction> = ["resolve", "process", "retry", "settle", "push", "authorize"]

const openStatuses: ReadonlyArray<OrderStatus> = orderStatuses.filter(
  (status) => status !== "completed" && status !== "canceled"
)

const wordsOf = (query: OrderQuery, field: "state" | "status" | "is"): ReadonlyArray<string> | null => {
  const term = query.find((one) => one.kind === "field" && one.field === field && !one.isNot)
  return term?.kind === "field" && term.test.is === "any of" ? term.test.values : null
}

const actionsOfState = (words: ReadonlyArray<string>): ReadonlyArray<OrderAction> | null => {
  const found = words.flatMap((word) => actionOfWord[word === "shadow" ? "process" : word] ?? [])
  return found.length === words.length ? [...new Set(found)] : null
}

const actionsOfIs: Readonly<Record<string, ReadonlyArray<OrderAction>>> = {
  doubt: ["settle"],
  authorize: ["authorize"],
  needing: actions
}

const actionsAsked = (filter: OrderFilter, query: OrderQuery): ReadonlyArray<OrderAction> | null => {
  if (filter.action !== undefined) return [filter.action]
  const state = wordsOf(query, "state")
  const byState = state === null ? null : actionsOfState(state)
  if (byState !== null) return byState
  const is = wordsOf(query, "is")
  const byIs = is?.length === 1 ? actionsOfIs[is[0] ?? ""] : undefined
  if (byIs !== undefined) return byIs
  return filter.needs === true || filter.sort === "wait" ? actions : null
}

const statusesAsked = (filter: OrderFilter, query: OrderQuery): ReadonlyArray<OrderStatus> | null => {
  if (filter.status !== undefined) return [filter.status]
  const status = wordsOf(query, "status")
  if (status !== null) return status.map((word) => word.replaceAll("-", "_") as OrderStatus)
  const state = wordsOf(query, "state")
  if (state?.includes("open") === true) return openStatuses
  return state?.length === 1 && state[0] === "sending" ? ["processing"] : null
}

/** The narrowest index that the query allows for a walk. */
const branchesOf = (filter: OrderFilter, query: OrderQuery): Branches => {
  if (filter.sort === "ship-by") return null
  const byAction = actionsAsked(filter, query)
  if (byAction !== null) return { by: "action", values: byAction }
  const byStatus = statusesAsked(filter, query)
  return byStatus === null ? null : { by: "status", values: byStatus }
}

const together = (sql: Sql, filter: OrderFilter, clauses: ReadonlyArray<Clause>): Fragment =>
  clauses.reduce(
    (all, { condition }): Fragment => sql`${all} and ${condition}`,
    filterConditions(sql, filter, null)
  )

const rarest = (clauses: ReadonlyArray<Clause>): ClauseSource | null => {
  const sources = clauses.flatMap(({ source }) => (source === null ? [] : [source]))
  return (
    [...sources].sort(
      (a, b) => Number(a.isWhole === false) - Number(b.isWhole === false) || a.rank - b.rank
    )[0] ?? null
  )
}

/** From this rank on what is looked for is often common: the newest orders are looked at first. */
const commonRank = 5
/** Of the nearest orders so many fit: the index would find more than can be sorted. */
const commonFrom = 20

/**
 * Keys by an index of what is looked for, in bounded time whatever it is:
 * 1. near: something common fills the page from the newest orders;
 * 2. soon: what fills a good part of it fills the rest a little further on;
 * 3. few: else the index finds it anywhere (each CTE is planned as a whole, so no limit tempts it to a slow scan);
 * 4. late: with more finds than can be sorted, the longer walk meets the newest of them.
 */
const keysInTime = (sql: Sql, walk: Walk, source: ClauseSource): Fragment => {
  const { limit } = walk
  const near = source.rank >= commonRank ? walkKeys(sql, { ...walk, window: nearWindow }) : nothing(sql)
  const promising = sql`(select count(*) from near) between ${literal(sql, Math.max(1, limit / 5))} and ${literal(sql, limit - 1)}`
  const notFull = sql`(select count(*) from near) + (select count(*) from soon) < ${literal(sql, limit)}`
  const tooMany = sql`(select count(*) from found) > ${literal(sql, mostFound)}`
  const isLate = source.isWhole === false ? notFull : sql`${tooMany} and not (${promising})`
  return sql`
    near as materialized (${near}),
    soon as materialized (select * from (${walkKeys(sql, walk)}) w where ${promising}),
    found as materialized (
      select order_id from (${source.ids}) f where ${notFull} limit ${literal(sql, mostFound + 1)}),
    few as materialized (${fewKeys(sql, walk, tooMany)}),
    late as materialized (select * from (${walkKeys(sql, walk)}) w where ${isLate}),
    hits as (select id from near union select id from soon union select id from few union select id from late),
    page as materialized (${pageOf(sql, walk)}),
    walked as materialized (select (${source.isWhole === false ? notFull : tooMany}) as whole)`
}

/** By another order than that of time: the finds of the index are sorted whole, or else the window of a walk. */
const keysSorted = (sql: Sql, walk: Walk, source: ClauseSource): Fragment => {
  const sample: Walk = { ...walk, sort: "newest", after: null, limit: commonFrom, window: nearWindow }
  const near = source.rank >= commonRank ? walkKeys(sql, sample) : nothing(sql)
  const isCommon = sql`(select count(*) from near) = ${literal(sql, commonFrom)}`
  const tooMany = sql`(${isCommon} or (select count(*) from found) > ${literal(sql, mostSorted)})`
  const isLate = source.isWhole === false ? sql`true` : tooMany
  return sql`
    near as materialized (${near}),
    found as materialized (
      select order_id from (${source.ids}) f where not (${isCommon}) limit ${literal(sql, mostSorted + 1)}),
    few as materialized (${fewKeys(sql, walk, tooMany)}),
    late as materialized (select * from (${walkKeys(sql, walk)}) w where ${isLate}),
    hits as (select id from few union select id from late),
    page as materialized (${pageOf(sql, walk)}),
    walked as materialized (select (${isLate}) as whole)`
}

const nothing = (sql: Sql): Fragment => sql`select id, placed_at from orders where false`

const fewKeys = (sql: Sql, { conditions, sort, after, limit }: Walk, tooMany: Fragment): Fragment => sql`
  select o.id, o.placed_at from orders o where not (${tooMany}) and o.id in (select order_id from found)
    and ${conditions} and ${behind(sql, sort, after)}
  order by ${sortOrder(sql, sort)} limit ${literal(sql, limit)}`

const pageOf = (sql: Sql, { sort, limit }: Walk): Fragment => sql`
  select o.id, o.placed_at from orders o where o.id in (select id from hits)
  order by ${sortOrder(sql, sort)} limit ${literal(sql, limit)}`

const keysByIndex = (sql: Sql, walk: Walk, source: ClauseSource): Fragment =>
  canGoOn(walk.sort) ? keysInTime(sql, walk, source) : keysSorted(sql, walk, source)

const keysByWalk = (sql: Sql, walk: Walk): Fragment => sql`
    page as materialized (${walkKeys(sql, walk)}),
    walked as materialized (select true as whole)`

/** The query, with a search of before as one of its words. */
export const termsOf = (filter: OrderFilter): OrderQuery => {
  const search = filter.search?.replaceAll("\0", "").trim() ?? ""
  const words: OrderQuery = search === "" ? [] : [{ kind: "text", text: search, isNot: false }]
  return [...(filter.query ?? []), ...words]
}

/**
 * The keys of a page, `id` and `place`. Where orders had to be looked at one by one and there are more than were, a row without
 * id says how many (`searched`) and to when (`until`).
 */
export const queryKeys = (
  sql: Sql,
  filter: OrderFilter,
  around: QuerySurroundings,
  after: PageKey | null,
  limit: number
): Fragment => {
  const query = termsOf(filter)
  const clauses = clausesOf(sql, query, around)
  const sort = filter.sort ?? "newest"
  const source = sort === "ship-by" ? null : rarest(clauses)
  const isTimed = canGoOn(sort) || sort === "ship-by"
  const widest = isTimed ? Number.POSITIVE_INFINITY : sortWindow
  const window = Math.min(mostLooked, widest, ...clauses.map((clause) => clause.window))
  const walk: Walk = {
    branches: branchesOf(filter, query),
    conditions: together(sql, filter, clauses),
    sort,
    after,
    limit,
    window
  }
  const keys = source === null ? keysByWalk(sql, walk) : keysByIndex(sql, walk, source)
  const full = isTimed ? sql`(select count(*) from page) < ${literal(sql, limit)}` : sql`true`
  return sql`
    with ${keys},
    bound as materialized (
      select e.placed_at from (${walkEnd(sql, walk)}) e where (select whole from walked) and ${full})
    select o.id, row_number() over (order by ${sortOrder(sql, sort)}) as place, null::bigint as searched, null::timestamptz as until
    from orders o where o.id in (select id from page)
    union all
    select null, null, ${literal(sql, window)}, ${canGoOn(sort) ? sql`placed_at` : sql`null::timestamptz`} from bound`
}

/** Whether the plain pages of before answer it: no word of a query, the newest first. */
export const isPlain = (filter: OrderFilter): boolean =>
  termsOf(filter).length === 0 && (filter.sort ?? "newest") === "newest"

/** Something common is met by a walk long before an index has found all of it, and all of that was looked at. */
const allNear = 25_000
const allFar = 400_000
/** With so many among the nearest (4 %) the far walk most likely meets as many as anybody takes. */
const denseFrom = 1_000

/** All that match, in the order of the list: each find of the indexes looked at, or each order where no index knows. */
const matchingWhole = (
  sql: Sql,
  filter: OrderFilter,
  clauses: ReadonlyArray<Clause>,
  within: ReadonlyArray<OrderId> | undefined,
  limit: number
): Fragment => {
  const sort = filter.sort ?? "newest"
  const narrowed = clauses.reduce(
    (all, { source }): Fragment =>
      // These few are looked at themselves: no index has to find all others first.
      within !== undefined || source === null || source.isWhole === false
        ? all
        : sql`${all} and o.id in (select order_id from (${source.ids}) f)`,
    together(sql, filter, clauses)
  )
  const waits = sort === "wait" ? sql`o.action is not null` : sql`true`
  const leaves =
    sort === "ship-by"
      ? sql`(o.signals ->> 'shipBy') is not null and o.status in ('not_processed', 'processing', 'processed', 'failed')`
      : sql`true`
  return sql`
    select o.id from orders o where ${narrowed} and ${waits} and ${leaves}
      and ${within === undefined ? sql`true` : sql`o.id = any(${[...within] as Array<number>}::bigint[])`}
    order by ${sortOrder(sql, sort)} limit ${literal(sql, limit)}`
}

/** All ids that match now, in the order of the list, whatever it takes: one statement, so one moment. */
export const matchingKeys = (
  sql: Sql,
  filter: OrderFilter,
  around: QuerySurroundings,
  limit: number
): Fragment => {
  const query = termsOf(filter)
  const clauses = clausesOf(sql, query, around)
  const sort = filter.sort ?? "newest"
  const whole = matchingWhole(sql, filter, clauses, around.within, limit)
  const isSure = clauses.some(({ source }) => source !== null && source.isWhole !== false)
  if (!isSure || !canGoOn(sort) || around.within !== undefined) return whole
  const conditions = together(sql, filter, clauses)
  const branches = branchesOf(filter, query)
  const walk = (window: number): Walk => ({ branches, conditions, sort, after: null, limit, window })
  const full = literal(sql, limit)
  return sql`
    with near as materialized (${walkKeys(sql, walk(allNear))}),
    behind as materialized (select exists (select from (${walkEnd(sql, walk(allNear))}) e) as are_more),
    far as materialized (
      select * from (${walkKeys(sql, walk(allFar))}) w where (select are_more from behind)
        and (select count(*) from near) between ${literal(sql, Math.min(denseFrom, limit - 1))} and ${literal(sql, limit - 1)}),
    rest as materialized (
      select * from (${whole}) w
      where (select are_more from behind) and (select count(*) from near) < ${full} and (select count(*) from far) < ${full}),
    hits as (
      select id from near where (select count(*) from near) = ${full} or not (select are_more from behind)
      union all select id from far where (select count(*) from far) = ${full}
      union all select id from rest)
    select o.id from hits join orders o on o.id = hits.id order by ${sortOrder(sql, sort)}`
}
