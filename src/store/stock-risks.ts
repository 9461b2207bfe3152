import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import { paceDays, type StockRisk } from "../domain/model/stock-risk.ts"
import { type OversoldChannel, StockRisks } from "../domain/ports/stock-risks.ts"
import { Database, type Sql } from "./database.ts"
import { demandOf, factTables } from "./stock-facts.ts"

const dayMs = 86_400_000

interface Pace {
  readonly id: number
  readonly perDay: number
}

/** The most wanted of the last days. Whoever waits longer for it wants it now. */
const paceOf = (sql: Sql, limit: number, at: Date) => sql<Array<Pace>>`
  select id, (sum(sold) / ${paceDays}::numeric)::float8 as "perDay" from (
    select n.product_id as id, n.ordered - n.canceled as sold
    from orders o join order_lines n on n.order_id = o.id
    where o.placed_at > ${new Date(at.getTime() - paceDays * dayMs)} and o.placed_at <= ${at}
      and not o.shadow and o.channel_standing = 'ok' and n.product_id is not null
    union all
    select n.product_id, 0 from orders o join order_lines n on n.order_id = o.id
    where o.status in ('not_processed', 'failed') and n.open > 0 and n.product_id is not null) wanted
  group by 1 order by 2 desc, 1 limit ${limit}`

/** First come, first served: an order is at risk for the pieces that are wanted beyond the supply once its turn comes. */
const selectRisks = (sql: Sql, products: ReadonlyArray<number>) => sql<Array<StockRisk & { id: number }>>`
  with scopes as (select '' as scope), ${factTables(sql, products)},
  waiting as (
    select d.product_id, d.order_id, d.unit_price, d.currency, least(d.pieces,
      sum(d.pieces) over (partition by d.product_id order by d.placed_at, d.order_id, d.line_id)
        - greatest(0, f.on_hand - f.committed)) as missing
    from (${demandOf(sql, products)}) d join facts f on f.product_id = d.product_id),
  lost as (
    select product_id, currency, count(distinct order_id) as orders, sum(missing * unit_price) as amount
    from waiting where missing > 0 group by 1, 2)
  select p.id, p.sku, p.title, f.on_hand as "onHand", f.committed, f.unsent_demand as "unsentDemand", 0 as "perDay",
    coalesce((select sum(orders) from lost l where l.product_id = p.id), 0)::int as orders,
    coalesce((select json_agg(json_build_object('amount', l.amount::text, 'currency', l.currency) order by l.currency)
      from lost l where l.product_id = p.id), '[]') as money
  from facts f join products p on p.id = f.product_id`

/** What was paid last for one of it there: the newest of its lines. */
const lastPrice = (sql: Sql) => sql`
  select json_build_object('amount', n.unit_price::text, 'currency', o.currency) as price
  from order_lines n join orders o on o.id = n.order_id
  where n.product_id = s.product_id and o.channel_id = s.channel_id order by n.id desc limit 1`

/** Said twice, so that the index of what differs serves it. */
const tooMuch = (sql: Sql) => sql`s.quantity is distinct from s.shown and s.shown > s.quantity`

const selectOversold = (sql: Sql, channelId: ChannelId | null, limit: number) => sql<
  Array<Omit<OversoldChannel, "rows"> & { rows: Array<OversoldChannel["rows"][number] & { since: string }> }>
>`
  select c.id as "channelId", c.name as channel, coalesce((select v.enabled from channel_services v
      where v.channel_id = c.id and v.service = 'inventory_upload'), false) as uploads, u.failure, u.failing_since as "failingSince", n.skus::int as skus,
    (select json_agg(json_build_object('sku', s.sku, 'shown', s.shown, 'quantity', s.quantity, 'since', s.changed_at,
        'price', s.price) order by s.shown - s.quantity desc, s.sku)
      from (
        select s.*, v.price from (
          select s.* from channel_stock s where s.channel_id = c.id and ${tooMuch(sql)}
          order by s.shown - s.quantity desc, s.sku limit ${limit}) s
        left join lateral (${lastPrice(sql)}) v on true) s) as rows
  from channels c
  cross join lateral (select count(*) as skus from channel_stock s where s.channel_id = c.id and ${tooMuch(sql)}) n
  left join stock_pushes u on u.channel_id = c.id
  where c.archived_at is null and n.skus > 0 and ${channelId === null ? sql`true` : sql`c.id = ${channelId}`}
  order by n.skus desc, c.name`

export const readOversold = async (
  sql: Sql,
  channelId: ChannelId | null,
  limit: number
): Promise<ReadonlyArray<OversoldChannel>> => {
  const channels = await selectOversold(sql, channelId, limit)
  return channels.map((c) => ({ ...c, rows: c.rows.map((r) => ({ ...r, since: new Date(r.since) })) }))
}

export const stockRisksLayer: Layer.Layer<StockRisks, never, Database> = Layer.effect(
  StockRisks,
  Effect.gen(function* () {
    const { query } = yield* Database
    return StockRisks.of({
      risks: Effect.fn("StockRisks.risks")(function* (limit, at) {
        const paces = new Map((yield* query((sql) => paceOf(sql, limit, at))).map((p) => [p.id, p.perDay]))
        const rows = yield* query((sql) => selectRisks(sql, [...paces.keys()]))
        return rows.map(({ id, ...risk }) => ({ ...risk, perDay: paces.get(id) ?? 0 }))
      }),
      oversold: Effect.fn("StockRisks.oversold")((channelId, limit) =>
        query((sql) => readOversold(sql, channelId, limit))
      )
    })
  })
)
