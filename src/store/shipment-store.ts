import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type FulfillmentId, type FulfillmentPush, pushQuietMs } from "../domain/model/fulfillment.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import { ShipmentStore } from "../domain/ports/shipment-store.ts"
import { Database, type Sql } from "./database.ts"
import { moveFulfillments } from "./fulfillment-moves.ts"
import { leaseEnd, leaseIsDead } from "./lease.ts"
import { recordParcels } from "./parcel-record.ts"

/** Nothing of an order in shadow is pushed; the trigger `guard_push` says so again. */
const inShadow = (sql: Sql) => sql`exists (
  select from orders so left join installation sn on sn.id = 1 where so.id = f.order_id and (so.shadow or sn.shadow))`

/**
 * Policy `all`: the channel is told once, when nothing of the order is open or backordered any more. Until then its parcels
 * wait, and nobody counts them as work.
 */
const waitsForAll = (sql: Sql) => sql`exists (
  select from channels wc where wc.id = f.channel_id and wc.shipment_policy = 'all' and exists (
    select from order_lines wl where wl.order_id = f.order_id and wl.ships and wl.shipped + wl.canceled < wl.ordered))`

const pushLines = (sql: Sql) => sql`
  select coalesce(json_agg(json_build_object('channelLineId', n.channel_line_id, 'quantity', n.quantity)
    order by n.id), '[]') as lines
  from (
    select ol.id, ol.channel_line_id, sum(sl.quantity) as quantity
    from shipments z join shipment_lines sl on sl.shipment_id = z.id join order_lines ol on ol.id = sl.order_line_id
    where z.order_id = t.order_id and (z.id = t.shipment_id or c.shipment_policy = 'all') group by ol.id) n`

/**
 * What a dead worker left in the middle, once its last request cannot be under way any more: a look-up that comes before a
 * request which the channel is still busy with finds nothing, and the repeat would be a second parcel.
 */
const isLeft = (sql: Sql) => sql`(f.state = 'pushing' and ${leaseIsDead(sql, sql("f"))}
  and coalesce(f.claimed_at < clock_timestamp() - make_interval(secs => ${pushQuietMs / 1000}::float8), true))`

const takeLeases = (
  sql: Sql,
  ids: ReadonlyArray<FulfillmentId>,
  worker: number,
  leaseMs: number,
  at: Date
) => sql<ReadonlyArray<{ id: FulfillmentId }>>`
  with wanted as materialized (
    -- One push an order at a time: the first of each order, and none while another one of it is being pushed.
    select distinct on (f.order_id) f.id from fulfillments f
    where f.id = any(${ids}::bigint[]) and (
      (f.state = 'due' and f.not_before <= ${at} and not ${inShadow(sql)} and not ${waitsForAll(sql)} and not exists (
        select from fulfillments other where other.order_id = f.order_id and other.state = 'pushing'))
      or ${isLeft(sql)})
    order by f.order_id, f.id
  ),
  free as materialized (
    select f.id from fulfillments f join wanted w on w.id = f.id
    where (f.state = 'due' and f.not_before <= ${at}) or ${isLeft(sql)}
    order by f.id
    for no key update of f skip locked
  )
  update fulfillments f set state = 'pushing', attempt = f.attempt + 1, lease_worker = ${worker},
      lease_until = ${leaseEnd(sql, leaseMs)}, claimed_at = clock_timestamp()
  from free where f.id = free.id
  returning f.id`

const pushesOf = (sql: Sql, ids: ReadonlyArray<FulfillmentId>) => sql<ReadonlyArray<FulfillmentPush>>`
  select t.id, t.order_id as "orderId", t.channel_id as "channelId", o.channel_order_id as "channelOrderId",
    o.channel_order_number as "channelOrderNumber", s.carrier, s.service, s.tracking_number as "trackingNumber",
    c.notify_customer as "notifyCustomer", t.attempt, t.failures, l.lines,
    case when c.shipment_policy = 'all' then coalesce((
      select json_agg(distinct z.tracking_number) from shipments z
      where z.order_id = t.order_id and z.voided_at is null and z.tracking_number <> s.tracking_number), '[]') else '[]' end as "furtherTracking",
    case when c.shipment_policy <> 'each' then (
      select z.tracking_number from fulfillments told join shipments z on z.id = told.shipment_id
      where told.order_id = t.order_id and told.channel_id = t.channel_id and told.state = 'accepted'
      order by told.settled_at, told.id limit 1) end as "toldUnder"
  from fulfillments t
  join shipments s on s.id = t.shipment_id
  join orders o on o.id = t.order_id
  join channels c on c.id = t.channel_id
  cross join lateral (${pushLines(sql)}) l
  where t.id = any(${ids}::bigint[])
  order by t.id`

/**
 * Claims of one order follow each other: the second then sees that a push is under way. Left to the unique index it would find
 * out by an error, and an error ends its whole transaction.
 */
const lockOrdersOf = (sql: Sql, ids: ReadonlyArray<FulfillmentId>) => sql`
  select id from orders where id in (select order_id from fulfillments where id = any(${ids}::bigint[]))
  order by id for no key update`

/**
 * Two statements, so that what is pushed is read after the lease is written: a correction that came in between has
 * either been read, or finds the push under way and waits.
 */
const claimFulfillments = async (
  sql: Sql,
  ids: ReadonlyArray<FulfillmentId>,
  worker: number,
  leaseMs: number,
  at: Date
) => {
  await lockOrdersOf(sql, ids)
  const taken = await takeLeases(sql, ids, worker, leaseMs, at)
  return taken.length === 0
    ? []
    : await pushesOf(
        sql,
        taken.map((t) => t.id)
      )
}

const selectDue = (sql: Sql, channelId: ChannelId | null, at: Date, limit: number) => sql<
  ReadonlyArray<{ channelId: ChannelId; fulfillmentId: FulfillmentId }>
>`
  select f.channel_id as "channelId", f.id as "fulfillmentId"
  from channel_services c
  join fulfillments f on f.channel_id = c.channel_id
  where c.service = 'shipment_upload' and c.enabled and (${channelId}::bigint is null or c.channel_id = ${channelId})
    and f.state in ('due', 'pushing')
    and ((f.state = 'due' and f.not_before <= ${at} and not ${inShadow(sql)} and not ${waitsForAll(sql)})
      or ${isLeft(sql)})
  order by f.not_before, f.id
  limit ${limit}`

export const shipmentStoreLayer: Layer.Layer<ShipmentStore, never, Database> = Layer.effect(
  ShipmentStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return ShipmentStore.of({
      record: Effect.fn("ShipmentStore.record")((supplierId, parcels, source, at) =>
        query((sql) => recordParcels(sql, supplierId, parcels, source, at))
      ),
      claim: Effect.fn("ShipmentStore.claim")((ids, worker, leaseMs, at) =>
        query((sql) => claimFulfillments(sql, ids, worker, leaseMs, at))
      ),
      move: Effect.fn("ShipmentStore.move")((event, moves, at) =>
        query((sql) => moveFulfillments(sql, event, moves, at))
      ),
      due: Effect.fn("ShipmentStore.due")((channelId, at, limit) =>
        query((sql) => selectDue(sql, channelId, at, limit))
      ),
      dueOf: Effect.fn("ShipmentStore.dueOf")((orderIds, at) =>
        query(
          (sql) => sql<ReadonlyArray<{ channelId: ChannelId; fulfillmentId: FulfillmentId }>>`
            select distinct on (f.order_id) f.channel_id as "channelId", f.id as "fulfillmentId"
            from fulfillments f
            join channel_services c on c.channel_id = f.channel_id and c.service = 'shipment_upload' and c.enabled
            where f.order_id = any(${orderIds}::bigint[]) and f.state = 'due' and f.not_before <= ${at}
              and not ${inShadow(sql)} and not ${waitsForAll(sql)}
            order by f.order_id, f.id`
        )
      ),
      rejectedOf: Effect.fn("ShipmentStore.rejectedOf")(function* (ids) {
        const rows = yield* query(
          (sql) => sql<ReadonlyArray<{ id: FulfillmentId }>>`
            select id from fulfillments where order_id = any(${ids}::bigint[]) and state = 'rejected' order by id`
        )
        return rows.map((r) => r.id)
      })
    })
  })
)
