import type { CarrierAccount } from "../domain/model/carrier-account.ts"
import type { JobMark } from "../domain/model/job-mark.ts"
import type { OrderId } from "../domain/model/order.ts"
import type { ParcelNews } from "../domain/model/parcel-news.ts"
import { moveParcel, type ParcelMove } from "../domain/model/parcel-state.ts"
import type { ShipmentId, TrackingState } from "../domain/model/shipment.ts"
import { type Carrier, carrierToAsk, judgeNumber, suspicionOf } from "../domain/model/tracking-number.ts"
import { abandonedAfterMs, askedForMs, finalStates, urgentStates } from "../domain/model/tracking-status.ts"
import type { TrackingChange } from "../domain/ports/tracking-store.ts"
import type { Sql } from "./database.ts"
import { jobColumns, jobValues } from "./job-columns.ts"
import { leaseEnd } from "./lease.ts"
import { rowParameter } from "./row-parameter.ts"

/** A worker that died while it asked is replaced after this; one that lives says so every few seconds. */
const askLeaseMs = 15_000

const before = (at: Date, ms: number): Date => new Date(at.getTime() - ms)

/** Parcels that a carrier is asked about: not at their end, within its memory, and not lying about for ever. */
export const isFollowed = (sql: Sql, at: Date) => sql`
  (s.state <> all(${finalStates}::text[]) and s.shipped_at > ${before(at, askedForMs)}
    and not (s.state in ('pending', 'unknown') and s.shipped_at <= ${before(at, abandonedAfterMs)}))`

/** Of several accounts at one carrier the oldest one asks for its parcels. */
const isAskedBy = (sql: Sql, account: CarrierAccount) => sql`
  (s.carrier_code = ${account.carrier} and ${account.id} = (
    select min(a.id) from carrier_accounts a where a.carrier = ${account.carrier} and a.enabled))`

/**
 * One row stands for all shipments of its number: the first that is followed. Rows that others hold are skipped, so that
 * two workers never ask for the same number.
 */
export const claimNumbers = (sql: Sql, account: CarrierAccount, at: Date, limit: number) => sql<
  ReadonlyArray<{ number: string }>
>`
  with free as materialized (
    select s.id from shipments s
    where ${isAskedBy(sql, account)} and ${isFollowed(sql, at)}
      and (s.ask_at is null or s.ask_at <= ${at})
      and (s.ask_lease_until is null or s.ask_lease_until < clock_timestamp())
      and not exists (
        select from shipments f where f.tracking_number = s.tracking_number and f.carrier_code = s.carrier_code
          and f.id < s.id and f.state <> all(${finalStates}::text[]))
    order by (s.state = any(${urgentStates}::text[])) desc, s.suspicion is not null, s.asked_at nulls first, s.shipped_at, s.id
    limit ${limit}
    for no key update of s skip locked
  ),
  taken as (
    update shipments s set ask_lease_until = ${leaseEnd(sql, askLeaseMs)} from free where s.id = free.id
    returning s.id, s.tracking_number, s.state, s.suspicion, s.asked_at, s.shipped_at
  )
  select t.tracking_number as number from taken t
  order by (t.state = any(${urgentStates}::text[])) desc, t.suspicion is not null, t.asked_at nulls first, t.shipped_at, t.id`

export const keepNumbers = (sql: Sql, carrier: Carrier, numbers: ReadonlyArray<string>) => sql`
  update shipments set ask_lease_until = ${leaseEnd(sql, askLeaseMs)}
  where tracking_number = any(${numbers}::text[]) and carrier_code = ${carrier} and ask_lease_until is not null`

export const heldForMs = (sql: Sql, account: CarrierAccount, at: Date) => sql<
  ReadonlyArray<{ ms: number | null }>
>`
  select (extract(epoch from max(s.ask_lease_until) - clock_timestamp()) * 1000)::float8 as ms
  from shipments s
  where ${isAskedBy(sql, account)} and ${isFollowed(sql, at)} and (s.ask_at is null or s.ask_at <= ${at})
    and s.ask_lease_until >= clock_timestamp()`

export const releaseNumbers = (sql: Sql, carrier: Carrier, numbers: ReadonlyArray<string>) => sql`
  update shipments set ask_lease_until = null
  where tracking_number = any(${numbers}::text[]) and carrier_code = ${carrier} and ask_lease_until is not null`

interface Told {
  readonly id: ShipmentId
  readonly orderId: OrderId
  readonly carrier: string
  readonly number: string
  readonly state: TrackingState
  readonly toldAt: Date | null
}

/** The rows are locked in one order, so that two workers cannot block each other for ever. */
const lockTold = (sql: Sql, carrier: Carrier, numbers: ReadonlyArray<string>) => sql<ReadonlyArray<Told>>`
  select s.id, s.order_id as "orderId", s.carrier, s.tracking_number as number, s.state, s.state_told_at as "toldAt"
  from shipments s
  where s.tracking_number = any(${numbers}::text[]) and s.carrier_code = ${carrier} and s.state <> all(${finalStates}::text[])
  order by s.id
  for no key update`

/** The carrier's words, where they are not older than what is shown; a refusal is said whenever it came. */
const wordsOf = (news: ParcelNews, move: ParcelMove): string | null => {
  if (news._tag === "Refused") return news.reason
  return news._tag === "Known" && move.isNews ? news.status : null
}

const rowOf = (row: Told, news: ParcelNews, move: ParcelMove) => ({
  id: row.id,
  state: move.state,
  told: move.toldAt,
  status: wordsOf(news, move),
  events: news._tag === "Known" ? news.events : []
})

/** When a carrier was asked, when it is asked again, and by which job. */
interface Asked {
  readonly at: Date
  readonly askAt: Date
  readonly job: JobMark | null
}

/**
 * What was said, to every shipment of these numbers. All scans are kept, whenever they are told; which state that makes is
 * decided under the lock, for another answer may have overtaken this one.
 */
export const recordNews = async (
  sql: Sql,
  carrier: Carrier,
  news: ReadonlyArray<ParcelNews>,
  { at, ...asked }: Asked
): Promise<ReadonlyArray<TrackingChange>> => {
  const said = new Map(news.map((n) => [n.number, n]))
  const told = await lockTold(sql, carrier, [...said.keys()])
  const moves = told.flatMap((row) => {
    const its = said.get(row.number)
    return its === undefined ? [] : [{ row, its, move: moveParcel(row, its, at) }]
  })
  if (moves.length === 0) return []
  await writeNews(
    sql,
    moves.map(({ row, its, move }) => rowOf(row, its, move)),
    { at, ...asked }
  )
  return moves.flatMap(({ row, its, move }) =>
    move.state === row.state
      ? []
      : [
          {
            orderId: row.orderId,
            carrier: row.carrier,
            trackingNumber: row.number,
            before: row.state,
            after: move.state,
            status: wordsOf(its, move) ?? ""
          }
        ]
  )
}

const writeNews = (sql: Sql, rows: ReadonlyArray<ReturnType<typeof rowOf>>, { at, askAt, job }: Asked) => sql`
  with said as materialized (
    select r.* from jsonb_to_recordset(${rowParameter(rows)}::text::jsonb)
      as r (id bigint, state text, told timestamptz, status text, events jsonb)
  ),
  moved as (
    update shipments s set state = r.state, state_told_at = r.told,
      carrier_status = coalesce(r.status, s.carrier_status),
      state_at = case when r.state <> s.state or s.state_at is null then ${at} else s.state_at end,
      asked_at = ${at}, ask_at = ${askAt}, ask_lease_until = null
    from said r where s.id = r.id
  )
  insert into tracking_events (shipment_id, at, state, description, place, recorded_at, ${jobColumns(sql)})
  select r.id, e.at, e.state, e.description, e.place, ${at},
    ${jobValues(sql, job)}
  from said r
  cross join lateral jsonb_to_recordset(r.events) as e (at timestamptz, state text, description text, place text)
  order by r.id, e.at nulls first
  on conflict on constraint tracking_events_once do nothing`

interface Unjudged {
  readonly id: ShipmentId
  readonly carrier: string
  readonly service: string
  readonly number: string
}

/** Shipments that were recorded before numbers were judged. */
export const judgeShipments = async (sql: Sql, limit: number): Promise<number> => {
  const rows = await sql<ReadonlyArray<Unjudged>>`
    select id, carrier, service, tracking_number as number from shipments where carrier_code is null
    order by id limit ${limit}`
  if (rows.length === 0) return 0
  const judged = rows.map((row) => {
    const judgement = judgeNumber(row.carrier, row.number, row.service)
    return { id: row.id, code: carrierToAsk(judgement) ?? "", suspicion: suspicionOf(judgement) }
  })
  await sql`
    update shipments s set carrier_code = r.code, suspicion = r.suspicion
    from jsonb_to_recordset(${rowParameter(judged)}::text::jsonb) as r (id bigint, code text, suspicion text)
    where s.id = r.id and s.carrier_code is null`
  return rows.length
}

export const makeDue = (sql: Sql, carrier: Carrier, at: Date) => sql<ReadonlyArray<{ number: string }>>`
  with due as (
    update shipments s set ask_at = ${at} where s.carrier_code = ${carrier} and ${isFollowed(sql, at)}
    returning s.tracking_number)
  select distinct tracking_number as number from due`

/** For a purchase order of another account at the same carrier nothing is known here: each account looks for itself. */
export const untrackedOrders = (sql: Sql, account: CarrierAccount, at: Date, limit: number) => sql`
  select p.id, p.number, p.supplier_id as "supplierId", p.order_id as "orderId", p.sent_at as "sentAt"
  from purchase_orders p
  join suppliers v on v.id = p.supplier_id and v.tracking_source = 'carrier'
  left join reference_look_ups r on r.purchase_order_id = p.id and r.carrier_account_id = ${account.id}
  where p.state = 'sent' and p.sent_at > ${before(at, abandonedAfterMs)} and (r.ask_at is null or r.ask_at <= ${at})
    and not exists (select from shipments s where s.purchase_order_id = p.id)
  order by r.asked_at nulls first, p.sent_at, p.id
  limit ${limit}`
