import type { OrderId } from "../domain/model/order.ts"
import type { GateFacts } from "../domain/model/send-gate.ts"
import type { Sql } from "./database.ts"

const mostIntents = 200

/** The parts are JSON, so a moment inside one travels as text. */
const utc = (sql: Sql, column: string) =>
  sql`to_char(${sql(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

type Part<T> = {
  readonly [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K]
}

type Row = Omit<GateFacts, "stops" | "hold" | "breaker"> & {
  readonly stops: ReadonlyArray<Part<GateFacts["stops"][number]>>
  readonly hold: Part<NonNullable<GateFacts["hold"]>> | null
  readonly breaker: Part<NonNullable<GateFacts["breaker"]>> | null
}

const selectFacts = (sql: Sql, id: OrderId) => sql<ReadonlyArray<Row>>`
  select p.number, s.name as supplier, c.name as channel, o.channel_order_number as "orderNumber", i.kind, i.state,
    i.not_before as "notBefore", i.waits_for as "waitsFor", i.pass,
    case when n.shadow then 'installation' when o.shadow then 'channel' end as shadow,
    (s.terms ->> 'sendsPerMinute')::int as "sendsPerMinute", stops.list as stops, hold.part as hold,
    breaker.part as breaker
  from orders o join purchase_orders p on p.order_id = o.id join dispatch_intents i on i.purchase_order_id = p.id
  join suppliers s on s.id = i.supplier_id join channels c on c.id = o.channel_id left join installation n on n.id = 1
  cross join lateral (
    select coalesce(json_agg(json_build_object('scope', t.scope, 'by', t.by, 'at', t.at) order by t.rank), '[]') as list
    from (
      select 1 as rank, 'all' as scope, n.sends_stopped_by as by,
        ${utc(sql, "n.sends_stopped_at")} as at where n.sends_stopped
      union all
      select case x.scope when 'supplier' then 2 else 3 end, x.scope, x.stopped_by, ${utc(sql, "x.stopped_at")}
      from send_stops x
      where x.resumed_at is null and (x.supplier_id = i.supplier_id or x.channel_id = o.channel_id)) t) stops
  left join lateral (
    select json_build_object('message', h.message, 'until', ${utc(sql, "h.until")}) as part from holds h
    where h.order_id = o.id and h.released_at is null order by h.until nulls first, h.id limit 1) hold on true
  left join lateral (
    select json_build_object('state', b.state, 'message', b.message, 'since', ${utc(sql, "b.opened_at")},
      'nextProbeAt', ${utc(sql, "b.next_probe_at")}) as part
    from breakers b where b.supplier_id = i.supplier_id and b.state <> 'closed') breaker on true
  where o.id = ${id} and i.state in ('planned', 'claimed', 'transmitting') order by i.id limit ${mostIntents}`

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))

const toFacts = (row: Row): GateFacts => ({
  ...row,
  stops: row.stops.map((t) => ({ ...t, at: dateOf(t.at) ?? row.notBefore })),
  hold: row.hold === null ? null : { message: row.hold.message, until: dateOf(row.hold.until) },
  breaker:
    row.breaker === null
      ? null
      : {
          ...row.breaker,
          since: dateOf(row.breaker.since) ?? row.notBefore,
          nextProbeAt: dateOf(row.breaker.nextProbeAt)
        }
})

/** What keeps each unsettled intent of an order, for `model/send-gate`. */
export const gateFacts = async (sql: Sql, id: OrderId): Promise<ReadonlyArray<GateFacts>> =>
  (await selectFacts(sql, id)).map(toFacts)
