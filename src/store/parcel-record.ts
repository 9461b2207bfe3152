import type { ParcelToRecord } from "../domain/model/shipment.ts"
import type { SupplierId } from "../domain/model/supplier.ts"
import { carrierToAsk, judgeNumber, suspicionOf } from "../domain/model/tracking-number.ts"
import type { RecordedShipment } from "../domain/ports/shipment-store.ts"
import type { Sql } from "./database.ts"
import { settleBackorders } from "./line-pieces.ts"
import { rowParameter } from "./row-parameter.ts"
import { appendToSearch } from "./search-words.ts"
import { reopenForParcels } from "./shipped-after-all.ts"

/** A number that looks wrong is recorded all the same, and says so. */
const judged = (p: ParcelToRecord) => {
  const judgement = judgeNumber(p.carrier, p.trackingNumber, p.service)
  return { carrier_code: carrierToAsk(judgement) ?? "", suspicion: suspicionOf(judgement) }
}

const longestReference = 100

const toRows = (parcels: ReadonlyArray<ParcelToRecord>) =>
  parcels.flatMap((p) => {
    const judgement = judged(p)
    return p.lines.map((l) => ({
      purchase_order_id: p.purchaseOrderId,
      carrier: p.carrier,
      service: p.service,
      tracking: p.trackingNumber,
      shipped_at: p.shippedAt,
      line_id: l.orderLineId,
      quantity: l.quantity,
      source_row: l.sourceRow,
      said: l.said ?? l.quantity,
      further: p.further ?? false,
      reference: (p.reference ?? "").slice(0, longestReference),
      ...judgement
    }))
  })

/** Two workers that take the same file come here one after the other, and the second sees what the first recorded. */
const lockOrdersOf = (sql: Sql, parcels: ReadonlyArray<ParcelToRecord>) => sql`
  select o.id from orders o
  where o.id in (select p.order_id from purchase_orders p
    where p.id = any(${parcels.map((p) => p.purchaseOrderId)}::bigint[]))
  order by o.id for no key update`

/** Rows that are not recorded yet. `offset 0` keeps the look-up one index probe a row, instead of a join with all parcels ever. */
const freshRows = (sql: Sql, supplierId: SupplierId, parcels: ReadonlyArray<ParcelToRecord>) => sql`
  select distinct on (r.purchase_order_id, r.carrier, r.tracking, r.line_id, r.quantity)
    r.*, p.order_id, o.channel_id
  from jsonb_to_recordset(${rowParameter(toRows(parcels))}::text::jsonb) as r (purchase_order_id bigint, carrier text,
    service text, tracking text, shipped_at timestamptz, line_id bigint, quantity int, source_row text, carrier_code text,
    suspicion text, said int, further boolean, reference text)
  join purchase_orders p on p.id = r.purchase_order_id and p.supplier_id = ${supplierId}
  join orders o on o.id = p.order_id
  where r.further or not exists (
    select 1 from shipments s join shipment_lines l on l.shipment_id = s.id
    where s.purchase_order_id = r.purchase_order_id and s.carrier = r.carrier and s.tracking_number = r.tracking
      and l.order_line_id = r.line_id and l.quantity = r.quantity
    offset 0)
  order by r.purchase_order_id, r.carrier, r.tracking, r.line_id, r.quantity`

/**
 * Rows that are known (same parcel, line and quantity) are left out. What a known parcel gains becomes its next part, a
 * shipment of its own with a fulfillment of its own: the first part may have been told to the channel already, or is
 * being told right now.
 */
const insertParcels = (
  sql: Sql,
  supplierId: SupplierId,
  parcels: ReadonlyArray<ParcelToRecord>,
  source: string,
  at: Date
) => sql<ReadonlyArray<RecordedShipment>>`
  with fresh as materialized (
    ${freshRows(sql, supplierId, parcels)}
  ),
  made as (
    insert into shipments (order_id, purchase_order_id, supplier_id, carrier, service, tracking_number, part,
      shipped_at, recorded_at, source, carrier_code, suspicion, supplier_reference, corrected_at)
    select f.order_id, f.purchase_order_id, ${supplierId}, f.carrier, min(f.service), f.tracking,
      1 + coalesce((select max(s.part) from shipments s where s.purchase_order_id = f.purchase_order_id
        and s.carrier = f.carrier and s.tracking_number = f.tracking), 0),
      min(f.shipped_at), ${at}, ${source}, min(f.carrier_code), min(f.suspicion), max(f.reference),
      case when bool_or(f.further) then ${at}::timestamptz end
    from fresh f group by f.order_id, f.purchase_order_id, f.carrier, f.tracking
    order by f.purchase_order_id, f.carrier, f.tracking
    returning id, order_id, purchase_order_id, carrier, tracking_number
  ),
  lines as (
    insert into shipment_lines (shipment_id, order_line_id, quantity, source_row)
    select m.id, f.line_id, f.quantity, f.source_row
    from fresh f join made m on (m.purchase_order_id, m.carrier, m.tracking_number)
      = (f.purchase_order_id, f.carrier, f.tracking)
  ),
  settled as (
    insert into settled_shipment_rows (purchase_order_id, order_line_id, carrier, tracking_number, quantity, settled_at)
    select distinct f.purchase_order_id, f.line_id, f.carrier, f.tracking, f.said, ${at}::timestamptz
    from fresh f where f.said <> f.quantity
    on conflict do nothing
  ),
  shipped as (
    -- What waits for later (backordered) gives way to what left; more than was ordered breaks the table's own law.
    update order_lines l set shipped = l.shipped + n.quantity,
      backordered = least(l.backordered, l.ordered - l.canceled - l.shipped - n.quantity)
    from (select line_id, sum(quantity)::int as quantity from fresh group by line_id) n
    where l.id = n.line_id
  ),
  due as (
    insert into fulfillments (shipment_id, order_id, channel_id, not_before, created_at)
    select m.id, m.order_id, o.channel_id, ${at}, ${at}
    from made m join orders o on o.id = m.order_id order by m.id
    returning id, shipment_id, channel_id
  ),
  searched as (${appendToSearch(sql, sql`select order_id, tracking_number as word from made`)})
  select m.id as "shipmentId", m.order_id as "orderId", d.channel_id as "channelId", d.id as "fulfillmentId",
    m.tracking_number as tracking
  from made m join due d on d.shipment_id = m.id order by m.id`

export const recordParcels = async (
  sql: Sql,
  supplierId: SupplierId,
  parcels: ReadonlyArray<ParcelToRecord>,
  source: string,
  at: Date
): Promise<ReadonlyArray<RecordedShipment>> => {
  if (parcels.length === 0) return []
  await lockOrdersOf(sql, parcels)
  await reopenForParcels(sql, freshRows(sql, supplierId, parcels), at)
  const recorded = await insertParcels(sql, supplierId, parcels, source, at)
  await settleBackorders(sql, [...new Set(recorded.map((r) => r.orderId))])
  return recorded
}
