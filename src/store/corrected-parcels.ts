import type { ParcelToRecord } from "../domain/model/shipment.ts"
import type { CorrectedPart, CorrectionPlan } from "../domain/model/shipment-correction.ts"
import { carrierToAsk, judgeNumber, suspicionOf } from "../domain/model/tracking-number.ts"
import type { CorrectionToApply } from "../domain/ports/shipment-corrections.ts"
import type { RecordedShipment } from "../domain/ports/shipment-store.ts"
import type { Sql } from "./database.ts"
import { settleBackorders } from "./line-pieces.ts"
import { recordParcels } from "./parcel-record.ts"
import { rowParameter } from "./row-parameter.ts"
import { appendToSearch } from "./search-words.ts"
import { reopenForParcels } from "./shipped-after-all.ts"

const idsOf = (parts: ReadonlyArray<CorrectedPart>) => parts.map((p) => p.part.shipmentId)

const lineRows = (sql: Sql, parts: ReadonlyArray<CorrectedPart>) => {
  const rows = parts.flatMap((p) =>
    p.lines.map((l) => ({
      shipment_id: p.part.shipmentId,
      purchase_order_id: p.part.purchaseOrderId,
      line_id: l.orderLineId,
      quantity: l.quantity
    }))
  )
  return sql`jsonb_to_recordset(${rowParameter(rows)}::text::jsonb)
    as f (shipment_id bigint, purchase_order_id bigint, line_id bigint, quantity int)`
}

/** What earlier rows said of these parts is dealt with, and so is a row that says the new total. */
const settleRows = (sql: Sql, parts: ReadonlyArray<CorrectedPart>, at: Date) => sql`
  insert into settled_shipment_rows (purchase_order_id, order_line_id, carrier, tracking_number, quantity, place, settled_at)
  select distinct on (s.purchase_order_id, l.order_line_id, s.carrier, s.tracking_number, l.quantity)
    s.purchase_order_id, l.order_line_id, s.carrier, s.tracking_number, l.quantity,
    case when n.line_id is null then l.source_row end, ${at}::timestamptz
  from shipments s join shipment_lines l on l.shipment_id = s.id
  left join (select distinct shipment_id, line_id from ${lineRows(sql, parts)}) n
    on (n.shipment_id, n.line_id) = (s.id, l.order_line_id)
  where s.id = any(${idsOf(parts)}::bigint[])
  order by s.purchase_order_id, l.order_line_id, s.carrier, s.tracking_number, l.quantity, n.line_id nulls last
  on conflict do nothing`

const settleTotals = (sql: Sql, ids: ReadonlyArray<number>, at: Date) => sql`
  insert into settled_shipment_rows (purchase_order_id, order_line_id, carrier, tracking_number, quantity, settled_at)
  select s.purchase_order_id, l.order_line_id, s.carrier, s.tracking_number, sum(l.quantity)::int, ${at}::timestamptz
  from shipments s join shipment_lines l on l.shipment_id = s.id
  where (s.purchase_order_id, s.carrier, s.tracking_number) in (
    select z.purchase_order_id, z.carrier, z.tracking_number from shipments z where z.id = any(${ids}::bigint[]))
  group by 1, 2, 3, 4 on conflict do nothing`

const takeOut = (sql: Sql, parts: ReadonlyArray<CorrectedPart>) => sql`
  with gone as (
    delete from shipment_lines where shipment_id = any(${idsOf(parts)}::bigint[]) returning order_line_id, quantity
  )
  update order_lines l set shipped = l.shipped - n.quantity
  from (select order_line_id, sum(quantity)::int as quantity from gone group by 1) n where l.id = n.order_line_id`

const putIn = (sql: Sql, parts: ReadonlyArray<CorrectedPart>, source: string) => sql`
  with put as (
    insert into shipment_lines (shipment_id, order_line_id, quantity, source_row)
    select shipment_id, line_id, quantity, ${source} from ${lineRows(sql, parts)}
    returning order_line_id, quantity
  )
  update order_lines l set shipped = l.shipped + n.quantity,
    backordered = least(l.backordered, l.ordered - l.canceled - l.shipped - n.quantity)
  from (select order_line_id, sum(quantity)::int as quantity from put group by 1) n where l.id = n.order_line_id`

const headRows = (parts: ReadonlyArray<CorrectedPart>) =>
  parts.map((p) => {
    const judgement = judgeNumber(p.carrier, p.trackingNumber, p.service)
    return {
      id: p.part.shipmentId,
      carrier: p.carrier,
      service: p.service,
      tracking: p.trackingNumber,
      voided: p.lines.length === 0,
      carrier_code: carrierToAsk(judgement) ?? "",
      suspicion: suspicionOf(judgement)
    }
  })

/** A parcel under another number is another parcel to its carrier: what was known of the old one is not about it. */
const renameParcels = (sql: Sql, parts: ReadonlyArray<CorrectedPart>, at: Date) => sql`
  with given as materialized (
    select r.*, s.order_id, s.purchase_order_id, (s.carrier, s.tracking_number) <> (r.carrier, r.tracking) as moved,
      s.tracking_number <> r.tracking as renamed
    from jsonb_to_recordset(${rowParameter(headRows(parts))}::text::jsonb) as r (id bigint, carrier text, service text,
      tracking text, voided boolean, carrier_code text, suspicion text) join shipments s on s.id = r.id
  ),
  placed as materialized (
    select g.*, row_number() over (partition by g.purchase_order_id, g.carrier, g.tracking, g.moved order by g.id) + coalesce((
      select max(z.part) from shipments z where z.purchase_order_id = g.purchase_order_id and z.carrier = g.carrier
        and z.tracking_number = g.tracking), 0) as next
    from given g
  ),
  forgotten as (
    delete from tracking_events e using given g where e.shipment_id = g.id and g.renamed
  ),
  searched as (${appendToSearch(sql, sql`select order_id, tracking as word from given where renamed`)})
  update shipments s set carrier = p.carrier, service = p.service, tracking_number = p.tracking,
    part = case when p.moved then p.next else s.part end, carrier_code = p.carrier_code, suspicion = p.suspicion,
    corrected_at = ${at}::timestamptz, voided_at = case when p.voided then ${at}::timestamptz end,
    state = case when p.voided then 'canceled' when p.renamed then 'pending' else s.state end,
    state_at = case when p.renamed then null else s.state_at end,
    carrier_status = case when p.renamed then '' else s.carrier_status end,
    asked_at = case when p.renamed then null else s.asked_at end,
    ask_at = case when p.renamed then null else s.ask_at end
  from placed p where s.id = p.id`

const missingPart = ({ plan, first, source }: CorrectionToApply): ParcelToRecord => {
  const said = plan.parts[0] ?? first
  return {
    purchaseOrderId: first.purchaseOrderId,
    orderId: first.orderId,
    carrier: said.carrier,
    service: said.service,
    trackingNumber: said.trackingNumber,
    shippedAt: first.shippedAt,
    reference: first.reference,
    further: true,
    lines: plan.missing.map((m) => ({ ...m, sourceRow: source }))
  }
}

const changeParts = async (sql: Sql, { parts }: CorrectionPlan, source: string, at: Date): Promise<void> => {
  if (parts.length === 0) return
  await settleRows(sql, parts, at)
  await takeOut(sql, parts)
  await reopenForParcels(
    sql,
    sql`select purchase_order_id, line_id, quantity from ${lineRows(sql, parts)}`,
    at
  )
  await putIn(sql, parts, source)
  await renameParcels(sql, parts, at)
}

/** The parts of one parcel say what they should. Lines are taken out and put in again, so that every law is kept in between. */
export const correctParcel = async (
  sql: Sql,
  correction: CorrectionToApply,
  at: Date
): Promise<ReadonlyArray<RecordedShipment>> => {
  const { first, plan, source } = correction
  await changeParts(sql, plan, source, at)
  const added =
    plan.missing.length === 0
      ? []
      : await recordParcels(sql, correction.supplierId, [missingPart(correction)], source, at)
  await settleTotals(sql, [...idsOf(plan.parts), ...added.map((a) => a.shipmentId)], at)
  await settleBackorders(sql, [first.orderId])
  return added
}
