import * as Effect from "effect/Effect"
import type { OrderId } from "../domain/model/order.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import { now } from "../domain/ports/clock.ts"
import type { BoardPage, OrderFilter, OrderRow, PageKey } from "../domain/ports/order-board.ts"
import { Database, type Sql } from "./database.ts"
import { type CountRow, countsJson, toCounts } from "./order-counts.ts"
import { newestKeys } from "./order-filter.ts"
import { type ReasonFacts, reasonColumns, reasonJoins, reasonOf } from "./order-reason.ts"
import { cleanTerm, searchKeys } from "./order-search.ts"

export const mostRows = 500

type StoredRow = Omit<OrderRow, "total" | "why" | "message" | "shadow"> &
  ReasonFacts & { readonly total: string; readonly currency: string }

/** The page's first row carries the counts; an empty page is one row of nothing but counts. */
type PageRow = { readonly counts: ReadonlyArray<CountRow> | null } & (
  | StoredRow
  | { readonly [K in keyof StoredRow]: null }
)

const rowColumns = (sql: Sql) => sql`
  o.id, o.version, o.channel_order_number as "channelOrderNumber", c.name as channel,
  o.customer_name as "customerName", o.quantity, o.total, o.currency, o.ship_method_name as "shipMethodName",
  o.status, o.action, o.placed_at as "placedAt", o.status_at as "statusAt", ${reasonColumns(sql)}`

const toRow = (row: StoredRow): OrderRow => ({
  id: row.id,
  version: row.version,
  channelOrderNumber: row.channelOrderNumber,
  channel: row.channel,
  customerName: row.customerName,
  quantity: row.quantity,
  total: { amount: row.total, currency: row.currency },
  shipMethodName: row.shipMethodName,
  status: row.status,
  action: row.action,
  shadow: row.shadow,
  ...reasonOf(row),
  placedAt: row.placedAt,
  statusAt: row.statusAt
})

const keysOf = (sql: Sql, filter: OrderFilter, after: PageKey | null, limit: number) => {
  const term = cleanTerm(filter.search ?? "")
  return term === "" ? newestKeys(sql, filter, after, limit) : searchKeys(sql, filter, term, after, limit)
}

/** Keys first, then all that a row shows for those few keys only; the counts ride on the first row. */
const pageStatement = (sql: Sql, filter: OrderFilter, after: PageKey | null, limit: number) => sql<
  Array<PageRow>
>`
  with keys as materialized (${keysOf(sql, filter, after, limit)}),
  picked as (select id, row_number() over (order by placed_at desc, id desc) as place from keys),
  shown as (
    select k.place, ${rowColumns(sql)} from picked k
    join orders o on o.id = k.id join channels c on c.id = o.channel_id ${reasonJoins(sql)})
  select case when coalesce(shown.place, 1) = 1 then n.counts end as counts, shown.*
  from (${countsJson(sql, filter.channelId)}) n left join shown on true order by shown.place`

interface Party {
  readonly channelId: ChannelId | null
  readonly supplier: string | null
}

/** A term that is the name of a channel or a supplier asks for the orders of that party (decisions A14). */
const partyNamed = (sql: Sql, term: string) => sql<Array<Party>>`
  select (select id from channels where lower(name) = lower(${term}) limit 1) as "channelId",
    (select name from suppliers where lower(name) = lower(${term}) limit 1) as supplier`

const withParty = Effect.fn("withParty")(function* (filter: OrderFilter) {
  const term = cleanTerm(filter.search ?? "")
  if (term === "") return filter
  const { query } = yield* Database
  const [party] = yield* query((sql) => partyNamed(sql, term))
  const { search: _term, ...others } = filter
  if (party?.channelId != null) return { ...others, channelId: party.channelId }
  return party?.supplier == null ? filter : { ...others, supplier: party.supplier }
})

const isShown = (row: PageRow): row is PageRow & StoredRow => row.id !== null

export const readPage = Effect.fn("OrderBoard.page")(function* (
  filter: OrderFilter,
  after: PageKey | null,
  limit: number
) {
  const { query } = yield* Database
  const at = yield* now
  const rowsWanted = Math.max(1, Math.min(mostRows, Math.trunc(limit)))
  const asked = yield* withParty(filter)
  const rows = yield* query((sql) => pageStatement(sql, asked, after, rowsWanted))
  const page: BoardPage = {
    rows: rows.filter(isShown).map(toRow),
    counts: toCounts(rows[0]?.counts ?? []),
    at
  }
  return page
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
