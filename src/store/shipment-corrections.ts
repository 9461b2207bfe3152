import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { OrderId } from "../domain/model/order.ts"
import type { ParcelPart } from "../domain/model/shipment-correction.ts"
import {
  type CorrectionToApply,
  type MadeCorrection,
  type ParcelQuery,
  ShipmentCorrections
} from "../domain/ports/shipment-corrections.ts"
import { correctParcel } from "./corrected-parcels.ts"
import { Database, type Sql } from "./database.ts"
import { buyerOf, type KnownBuyer, withoutBuyer } from "./known-buyer.ts"
import { storableText } from "./storable-text.ts"

const longest = { text: 2000, source: 500, tracking: 200 }
const mostParts = 500
const mostCorrections = 100

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex")

/** By policy `all` the channel was told of every parcel that was recorded when it accepted one of them. */
const selectParts = (sql: Sql, query: ParcelQuery) => sql<ReadonlyArray<ParcelPart>>`
  select s.id as "shipmentId", s.order_id as "orderId", s.purchase_order_id as "purchaseOrderId",
    p.number as "purchaseOrderNumber", s.supplier_id as "supplierId", u.name as supplier, c.id as "channelId",
    c.name as channel, c.shipment_policy as policy, f.id as "fulfillmentId", f.state as fulfillment,
    coalesce(f.state = 'accepted' or (c.shipment_policy = 'all' and exists (
      select from fulfillments told where told.order_id = s.order_id and told.state = 'accepted'
        and told.settled_at >= s.recorded_at)), false) as told,
    exists (select from holds h where h.order_id = s.order_id and h.kind = 'shipment_corrected'
      and h.field = p.number || '/shipment ' || s.id and h.released_at is null) as disputed,
    s.supplier_reference as reference, s.carrier, s.service, s.tracking_number as "trackingNumber",
    s.shipped_at as "shippedAt", s.voided_at is not null as voided,
    coalesce((
      select json_agg(json_build_object('orderLineId', l.order_line_id, 'supplierSku', pl.supplier_sku,
        'channelSku', o.channel_sku, 'quantity', l.quantity) order by l.order_line_id, l.quantity)
      from shipment_lines l join order_lines o on o.id = l.order_line_id
      join purchase_order_lines pl on pl.purchase_order_id = s.purchase_order_id and pl.order_line_id = l.order_line_id
      where l.shipment_id = s.id), '[]') as lines
  from shipments s
  join purchase_orders p on p.id = s.purchase_order_id
  join suppliers u on u.id = s.supplier_id
  join orders o on o.id = s.order_id
  join channels c on c.id = o.channel_id
  left join fulfillments f on f.shipment_id = s.id and f.channel_id = c.id
  where (${query.supplierId}::bigint is null or s.supplier_id = ${query.supplierId})
    and (${query.purchaseOrderNumber}::text is null or p.number = ${query.purchaseOrderNumber})
    and (${query.reference}::text is null or s.supplier_reference = ${query.reference})
    and (${query.trackingNumber}::text is null or s.tracking_number = ${query.trackingNumber})
  order by s.id limit ${mostParts}`

const lockPushes = async (sql: Sql, orderIds: ReadonlyArray<OrderId>): Promise<ReadonlyArray<OrderId>> => {
  const held = await sql<ReadonlyArray<{ id: number }>>`
    select id from fulfillments where order_id = any(${orderIds}::bigint[]) order by id for no key update skip locked`
  const busy = await sql<ReadonlyArray<{ id: OrderId }>>`
    select distinct order_id as id from fulfillments
    where order_id = any(${orderIds}::bigint[])
      and (state = 'pushing' or id <> all(${held.map((h) => h.id)}::bigint[]))`
  return busy.map((b) => b.id)
}

const keepCorrection = (sql: Sql, c: CorrectionToApply, actor: string, at: Date) => sql`
  insert into shipment_corrections (purchase_order_id, digest, tracking_number, before, after, reason, source, actor, at)
  values (${c.first.purchaseOrderId}, ${digestOf(c.text)}, ${storableText(c.trackingNumber, longest.tracking)},
    ${storableText(c.before, longest.text)}, ${storableText(c.after, longest.text)},
    ${storableText(c.reason, longest.text)}, ${storableText(c.source, longest.source)}, ${actor}, ${at})
  on conflict (purchase_order_id, digest) do nothing`

type StoredCorrection = MadeCorrection & { readonly buyer: KnownBuyer }

/** A person says why in words of their own, which may name who bought it. */
const toMade = ({ buyer, ...made }: StoredCorrection): MadeCorrection => ({
  ...made,
  reason: withoutBuyer(buyer)(made.reason)
})

const selectMade = (sql: Sql, trackingNumber: string) => sql<ReadonlyArray<StoredCorrection>>`
  select p.number as "purchaseOrderNumber", c.tracking_number as "trackingNumber", c.before, c.after, c.reason, c.source,
    c.actor, c.at, ${buyerOf(sql)} as buyer
  from shipment_corrections c join purchase_orders p on p.id = c.purchase_order_id join orders o on o.id = p.order_id
  where c.tracking_number = ${trackingNumber} or exists (
    select from shipments s join settled_shipment_rows r
      on (r.purchase_order_id, r.tracking_number) = (s.purchase_order_id, c.tracking_number)
    where s.purchase_order_id = c.purchase_order_id and s.tracking_number = ${trackingNumber})
  order by c.id limit ${mostCorrections}`

export const shipmentCorrectionsLayer: Layer.Layer<ShipmentCorrections, never, Database> = Layer.effect(
  ShipmentCorrections,
  Effect.gen(function* () {
    const { query } = yield* Database
    return ShipmentCorrections.of({
      find: Effect.fn("ShipmentCorrections.find")((what) => query((sql) => selectParts(sql, what))),
      lockPushes: Effect.fn("ShipmentCorrections.lockPushes")((ids) => query((sql) => lockPushes(sql, ids))),
      isApplied: Effect.fn("ShipmentCorrections.isApplied")(function* (id, text) {
        const rows = yield* query(
          (sql) => sql`
            select from shipment_corrections where purchase_order_id = ${id} and digest = ${digestOf(text)}`
        )
        return rows.length > 0
      }),
      apply: Effect.fn("ShipmentCorrections.apply")((correction, actor, at) =>
        query(async (sql) => {
          const added = await correctParcel(sql, correction, at)
          await keepCorrection(sql, correction, actor, at)
          return added
        })
      ),
      toldBefore: Effect.fn("ShipmentCorrections.toldBefore")(function* (orderId, field) {
        const [row] = yield* query(
          (sql) => sql<ReadonlyArray<{ told: string | null }>>`
            select detail ->> 'told' as told from holds
            where order_id = ${orderId} and kind = 'shipment_corrected' and field = ${field} and released_at is null`
        )
        return row?.told ?? null
      }),
      made: Effect.fn("ShipmentCorrections.made")((trackingNumber) =>
        Effect.map(
          query((sql) => selectMade(sql, trackingNumber)),
          (made) => made.map(toMade)
        )
      )
    })
  })
)
