import type { OrderId } from "../domain/model/order.ts"
import { exceptionKinds, type TrackingException } from "../domain/model/tracking-exception.ts"
import { abandonedAfterMs, askedForMs, troubledStates } from "../domain/model/tracking-status.ts"
import type { ShipmentEvents } from "../domain/ports/tracking-store.ts"
import type { Sql } from "./database.ts"

const dayMs = 24 * 60 * 60_000
/** A parcel that went back is news for this long; whether it is dealt with nobody tells us. */
const returnsShownMs = 30 * dayMs
const mostParcels = 500
const mostEvents = 2000

const before = (at: Date, ms: number): Date => new Date(at.getTime() - ms)

/**
 * Each parcel at most once, as the worst that can be said of it. A number that looks wrong is none if the carrier knows
 * it; and that a parcel stands still is known only of those that the carrier was asked about.
 */
const shipmentExceptions = (sql: Sql, at: Date, standstillDays: number) => sql`
  select case
      when s.state = any(${troubledStates}::text[]) then s.state
      when s.suspicion is not null and s.state in ('pending', 'unknown') then 'implausible_number'
      when s.shipped_at <= ${before(at, abandonedAfterMs)} then 'abandoned'
      else 'never_moved' end as kind,
    s.order_id, s.purchase_order_id, s.carrier, s.tracking_number, s.state,
    case when s.suspicion is not null and s.state in ('pending', 'unknown') then s.suspicion
      else s.carrier_status end as detail,
    case when s.state = any(${troubledStates}::text[]) then coalesce(s.state_at, s.recorded_at)
      when s.suspicion is not null then s.recorded_at else s.shipped_at end as since
  from shipments s
  where s.shipped_at > ${before(at, askedForMs)} and (
    (s.state = any(${troubledStates}::text[])
      and (s.state <> 'return_to_sender' or coalesce(s.state_at, s.recorded_at) > ${before(at, returnsShownMs)}))
    or (s.suspicion is not null and s.state in ('pending', 'unknown'))
    or (s.state = 'pending' and s.asked_at is not null and s.shipped_at <= ${before(at, standstillDays * dayMs)}))`

const lookUpExceptions = (sql: Sql) => sql`
  select 'not_attributed' as kind, p.order_id, p.id as purchase_order_id, a.carrier, '' as tracking_number,
    null::text as state, r.left_because as detail, r.asked_at as since
  from reference_look_ups r
  join purchase_orders p on p.id = r.purchase_order_id
  join carrier_accounts a on a.id = r.carrier_account_id
  where r.left_because <> '' and p.state = 'sent'
    and not exists (select from shipments s where s.purchase_order_id = p.id)`

export const selectExceptions = (sql: Sql, at: Date, standstillDays: number, limit: number) => sql<
  ReadonlyArray<TrackingException>
>`
  select e.kind, e.order_id as "orderId", o.channel_order_number as "orderNumber", c.name as channel,
    v.name as supplier, p.number as "purchaseOrderNumber", e.carrier, e.tracking_number as "trackingNumber", e.state,
    e.detail, e.since
  from (${shipmentExceptions(sql, at, standstillDays)} union all ${lookUpExceptions(sql)}) e
  join orders o on o.id = e.order_id
  join channels c on c.id = o.channel_id
  join purchase_orders p on p.id = e.purchase_order_id
  join suppliers v on v.id = p.supplier_id
  order by array_position(${exceptionKinds}::text[], e.kind), e.since, p.id, e.tracking_number
  limit ${limit}`

/** Events come as JSON in the parcel's own row; the newest first, those without a time last. */
export const selectOfOrder = (sql: Sql, id: OrderId) => sql<ReadonlyArray<ShipmentEvents>>`
  select s.carrier, s.tracking_number as "trackingNumber", s.state, s.suspicion, s.carrier_status as "carrierStatus",
    s.asked_at as "askedAt", coalesce((
      select json_agg(json_build_object('at', e.at, 'state', e.state, 'description', e.description, 'place', e.place)
        order by e.at desc nulls last, e.id)
      from (select * from tracking_events where shipment_id = s.id order by at desc nulls last, id limit ${mostEvents}) e),
      '[]') as events
  from shipments s where s.order_id = ${id} order by s.id limit ${mostParcels}`
