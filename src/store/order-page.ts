import * as Effect from "effect/Effect"
import type { OrderId } from "../domain/model/order.ts"
import type { OrderQuery } from "../domain/model/order-query.ts"
import { maskName } from "../domain/model/personal.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import { now } from "../domain/ports/clock.ts"
import type { BoardPage, Matching, OrderFilter, OrderRow, PageKey } from "../domain/ports/order-board.ts"
import { Database, type Sql } from "./database.ts"
import type { Fragment, QuerySurroundings } from "./order-clause.ts"
import { type CountRow, countsJson, toCounts } from "./order-counts.ts"
import { newestKeys } from "./order-filter.ts"
import { isPlain, matchingKeys, queryKeys, termsOf } from "./order-query-keys.ts"
import { type ReasonFacts, reasonColumns, reasonJoins, reasonOf } from "./order-reason.ts"
import { cleanTerm } from "./search-terms.ts"

export const mostRows = 500

type StoredRow = Omit<OrderRow, "total" | "why" | "message" | "shadow" | "country" | "shipBy"> &
  ReasonFacts & {
    readonly total: string
    readonly currency: string
    readonly country: string
    readonly shipBy: string | null
  }

/** The page's first row carries the counts; an empty page is one row of nothing but counts. */
type PageRow = {
  readonly counts: ReadonlyArray<CountRow> | null
  readonly searched: number | null
  readonly until: Date | null
} & (StoredRow | { readonly [K in keyof StoredRow]: null })

const rowColumns = (sql: Sql) => sql`
  o.id, o.version, o.channel_order_number as "channelOrderNumber", c.name as channel,
  o.customer_name as "customerName", o.quantity, o.total, o.currency, o.ship_method_name as "shipMethodName",
  o.status, o.action, o.placed_at as "placedAt", o.status_at as "statusAt", o.country, o.signals ->> 'shipBy' as "shipBy",
  ${reasonColumns(sql)}`

const toRow = (row: StoredRow): OrderRow => ({
  id: row.id,
  version: row.version,
  channelOrderNumber: row.channelOrderNumber,
  channel: row.channel,
  customerName: maskName(row.customerName),
  quantity: row.quantity,
  total: { amount: row.total, currency: row.currency },
  shipMethodName: row.shipMethodName,
  status: row.status,
  action: row.action,
  shadow: row.shadow,
  ...reasonOf(row),
  placedAt: row.placedAt,
  statusAt: row.statusAt,
  country: row.country,
  shipBy: momentOf(row.shipBy)
})

/** As the channel's connector wrote it; what is no moment is none. */
const momentOf = (text: string | null): Date | null => {
  const at = new Date(text ?? Number.NaN)
  return Number.isNaN(at.getTime()) ? null : at
}

/** `id`, `place`, and how far it was looked (order-query-keys). */
const keysOf = (
  sql: Sql,
  filter: OrderFilter,
  around: QuerySurroundings,
  after: PageKey | null,
  limit: number
): Fragment => {
  if (!isPlain(filter)) return queryKeys(sql, filter, around, after, limit)
  return sql`
    select id, row_number() over (order by placed_at desc, id desc) as place, null::bigint as searched,
      null::timestamptz as until from (${newestKeys(sql, filter, after, limit)}) n`
}

/** Keys first, then all that a row shows for those few keys only; the counts ride on the first row. */
const pageStatement = (
  sql: Sql,
  filter: OrderFilter,
  around: QuerySurroundings,
  after: PageKey | null,
  limit: number
) => sql<Array<PageRow>>`
  with keys as materialized (${keysOf(sql, filter, around, after, limit)}),
  shown as (
    select k.place, ${rowColumns(sql)} from keys k
    join orders o on o.id = k.id join channels c on c.id = o.channel_id ${reasonJoins(sql)})
  select case when coalesce(shown.place, 1) = 1 then n.counts end as counts, b.searched, b.until, shown.*
  from (${countsJson(sql, filter.channelId)}) n left join (select searched, until from keys where id is null) b on true
  left join shown on true order by shown.place`

interface Party {
  readonly channelId: ChannelId | null
  readonly supplier: string | null
}

/** A term that is the name of a channel or a supplier asks for the orders of that party (decisions A14). */
const partyNamed = (sql: Sql, term: string) => sql<Array<Party>>`
  select (select id from channels where lower(name) = lower(${term}) limit 1) as "channelId",
    (select name from suppliers where lower(name) = lower(${term}) limit 1) as supplier`

const byName = (field: "channel" | "supplier", name: string): OrderQuery => [
  { kind: "field", field, isNot: false, test: { is: "any of", values: [name] } }
]

/** The one word of a query that may be the name of a party. */
const onlyWord = (terms: OrderQuery): string | null => {
  const words = terms.flatMap((term) => (term.kind === "text" && !term.isNot ? [term.text] : []))
  return words.length === 1 ? cleanTerm(words[0] ?? "") : null
}

const withParty = Effect.fn("withParty")(function* (filter: OrderFilter) {
  const terms = termsOf(filter)
  const word = onlyWord(terms)
  if (word === null || word === "") return filter
  const { query } = yield* Database
  const [party] = yield* query((sql) => partyNamed(sql, word))
  const { search: _term, ...others } = filter
  const rest = terms.filter((term) => term.kind === "field" || term.isNot)
  if (party?.channelId != null && filter.channelId === undefined)
    return { ...others, query: rest, channelId: party.channelId }
  if (party?.supplier == null) return filter
  return { ...others, query: [...rest, ...byName("supplier", party.supplier)] }
})

const isShown = (row: PageRow): row is PageRow & StoredRow => row.id !== null

export const readPage = Effect.fn("OrderBoard.page")(function* (
  filter: OrderFilter,
  after: PageKey | null,
  limit: number
) {
  const { query, look } = yield* Database
  const at = yield* now
  const rowsWanted = Math.max(1, Math.min(mostRows, Math.trunc(limit)))
  const asked = yield* withParty(filter)
  const around = { at, marked: filter.marked ?? [] }
  // A plain page takes a millisecond: over before anybody could end it.
  const ask = isPlain(asked) ? query : look
  const rows = yield* ask((sql) => pageStatement(sql, asked, around, after, rowsWanted))
  const [first] = rows
  const page: BoardPage = {
    rows: rows.filter(isShown).map(toRow),
    counts: toCounts(first?.counts ?? []),
    at,
    ...(first?.searched == null ? {} : { searched: { orders: first.searched, until: first.until } })
  }
  return page
})

/** Ids that one statement gives. */
const mostMatching = 10_000

export const readMatching = Effect.fn("OrderBoard.matching")(function* (
  filter: OrderFilter,
  limit: number,
  within?: ReadonlyArray<OrderId>
) {
  const { look } = yield* Database
  const at = yield* now
  const asked = yield* withParty(filter)
  const around = { at, marked: filter.marked ?? [], ...(within === undefined ? {} : { within }) }
  const wanted = Math.max(1, Math.min(mostMatching, Math.trunc(limit)))
  const rows = yield* look(
    (sql) => sql<Array<{ id: OrderId }>>`${matchingKeys(sql, asked, around, wanted + 1)}`
  )
  const matching: Matching = { ids: rows.slice(0, wanted).map(({ id }) => id), hasMore: rows.length > wanted }
  return matching
})

export const readRows = Effect.fn("OrderBoard.rows")(function* (ids: ReadonlyArray<OrderId>) {
  if (ids.length === 0) return []
  const { query } = yield* Database
  const rows = yield* query(
    (sql) => sql<Array<StoredRow>>`
      select ${rowColumns(sql)} from orders o join channels c on c.id = o.channel_id ${reasonJoins(sql)}
      where o.id = any(${ids.slice(0, mostRows) as Array<number>}::bigint[]) order by o.placed_at desc, o.id desc`
  )
  return rows.map(toRow)
})
