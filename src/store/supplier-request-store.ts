import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SupplierRequestId } from "../domain/model/supplier-request.ts"
import {
  type FreeLine,
  type NewSupplierRequest,
  type OrderAtSuppliers,
  type StandingPurchaseOrder,
  type SupplierRequest,
  SupplierRequestStore
} from "../domain/ports/supplier-request-store.ts"
import { Database, type Sql } from "./database.ts"
import { freePieces, shippedOfLine } from "./line-pieces.ts"
import { moveRequests } from "./request-moves.ts"
import { cancelFreePieces } from "./request-pieces.ts"
import { rowParameter } from "./row-parameter.ts"

const mostRequests = 500

const selectStanding = (sql: Sql, orderId: number) => sql<ReadonlyArray<StandingPurchaseOrder>>`
  select p.id as "purchaseOrderId", p.number, p.revision, p.order_id as "orderId", p.supplier_id as "supplierId",
    s.name as supplier, p.state, i.attempt > 0 as tried, i.id as "intentId", i.transport, i.identifiers as "sentAs",
    p.supplier_order_number as "supplierOrderNumber",
    json_build_object('carrier', p.carrier, 'method', p.method, 'code', p.method_code) as "shipMethod", p.currency,
    (select coalesce(json_agg(json_build_object('orderLineId', l.order_line_id, 'sku', o.channel_sku,
      'supplierSku', l.supplier_sku, 'title', o.title, 'quantity', l.quantity, 'unitCost', l.unit_cost::text,
      'shipped', ${shippedOfLine(sql)}, 'backordered', l.backordered, 'canceled', l.canceled, 'rejected', l.rejected,
      'asked', (select coalesce(sum(r.quantity), 0) from supplier_requests q
        join supplier_request_lines r on r.supplier_request_id = q.id
        where q.purchase_order_id = p.id and q.about = 'cancel' and q.state = 'requested'
          and r.order_line_id = l.order_line_id)) order by l.order_line_id), '[]')
     from purchase_order_lines l join order_lines o on o.id = l.order_line_id
     where l.purchase_order_id = p.id) as lines
  from purchase_orders p
  join suppliers s on s.id = p.supplier_id
  join lateral (
    select id, attempt, transport, identifiers from dispatch_intents
    where purchase_order_id = p.id and kind = 'order' order by id desc limit 1) i on true
  where p.order_id = ${orderId} order by p.id`

const selectAtSuppliers = (sql: Sql, ids: ReadonlyArray<number>) => sql<ReadonlyArray<OrderAtSuppliers>>`
  select o.id as "orderId", o.ship_method_name as "shipMethodName", o.quantity, o.edited_fields as "editedFields",
    json_build_object('name', o.ship_name, 'company', o.company, 'address1', o.address1, 'address2', o.address2,
      'city', o.city, 'region', o.region, 'postalCode', o.postal_code, 'country', o.country, 'phone', o.phone)
      as "shipTo"
  from orders o
  where o.id = any(${[...ids]}::bigint[]) and exists (
    select from purchase_orders p join purchase_order_lines l on l.purchase_order_id = p.id
    where p.order_id = o.id and p.state in ('sending', 'sent', 'in_doubt')
      and l.quantity > l.canceled + l.rejected + ${shippedOfLine(sql)})
  order by o.id`

const selectFree = (sql: Sql, orderId: number) => sql<ReadonlyArray<FreeLine>>`
  select f.* from (
    select o.id as "orderLineId", o.channel_sku as sku, ${freePieces(sql)} as free
    from order_lines o where o.order_id = ${orderId} and o.ships) f
  where f.free > 0 order by f."orderLineId"`

const insertRequest = (sql: Sql, r: NewSupplierRequest, actor: string, at: Date) => sql<
  ReadonlyArray<{ id: SupplierRequestId }>
>`
  with made as (
    insert into supplier_requests (purchase_order_id, about, number, code, supplier_code, channel_code, reason, differences,
      dispatch_intent_id, created_by, created_at)
    values (${r.purchaseOrderId}, ${r.about}, ${r.number}, ${r.code}, ${r.supplierCode}, ${r.channelCode}, ${r.reason},
      ${rowParameter(r.differences)}::text::jsonb, ${r.intentId}, ${actor}, ${at})
    returning id
  ),
  lines as (
    insert into supplier_request_lines (supplier_request_id, order_line_id, quantity)
    select made.id, l."orderLineId", l.quantity
    from made, jsonb_to_recordset(${rowParameter(r.lines)}::text::jsonb) as l ("orderLineId" bigint, quantity int)
  )
  select id from made`

const requestColumns = (sql: Sql) => sql`
  q.id, q.about, q.number, q.state, p.number as "purchaseOrder", p.order_id as "orderId",
  o.channel_order_number as "channelOrderNumber", s.id as "supplierId", s.name as supplier, s.contact, q.code,
  q.supplier_code as "supplierCode", q.channel_code as "channelCode", q.reason, q.differences,
  q.dispatch_intent_id as "intentId", i.state as "intentState", q.created_by as "createdBy", q.created_at as "createdAt",
  q.communicated_by as "communicatedBy", q.communicated_at as "communicatedAt", q.note, q.answer,
  q.settled_at as "settledAt",
  (select coalesce(json_agg(json_build_object('sku', l.channel_sku, 'quantity', r.quantity, 'canceled', r.canceled,
    'reopened', r.reopened) order by l.id), '[]')
   from supplier_request_lines r join order_lines l on l.id = r.order_line_id
   where r.supplier_request_id = q.id) as lines`

const requestTables = (sql: Sql) => sql`
  supplier_requests q
  join purchase_orders p on p.id = q.purchase_order_id
  join orders o on o.id = p.order_id
  join suppliers s on s.id = p.supplier_id
  left join dispatch_intents i on i.id = q.dispatch_intent_id`

export const supplierRequestStoreLayer: Layer.Layer<SupplierRequestStore, never, Database> = Layer.effect(
  SupplierRequestStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return SupplierRequestStore.of({
      standing: Effect.fn("SupplierRequestStore.standing")((id) => query((sql) => selectStanding(sql, id))),
      atSuppliers: Effect.fn("SupplierRequestStore.atSuppliers")((ids) =>
        query((sql) => selectAtSuppliers(sql, ids))
      ),
      free: Effect.fn("SupplierRequestStore.free")((id) => query((sql) => selectFree(sql, id))),
      cancelFree: Effect.fn("SupplierRequestStore.cancelFree")((lines) =>
        Effect.asVoid(query((sql) => cancelFreePieces(sql, lines)))
      ),
      nextNumber: Effect.fn("SupplierRequestStore.nextNumber")(function* (id, about) {
        const [row] = yield* query(
          (sql) => sql<ReadonlyArray<{ next: number }>>`
            select coalesce(max(number), 0) + 1 as next from supplier_requests
            where purchase_order_id = ${id} and about = ${about}`
        )
        return row?.next ?? 1
      }),
      create: Effect.fn("SupplierRequestStore.create")(function* (request, actor, at) {
        const [made] = yield* query((sql) => insertRequest(sql, request, actor, at))
        return made === undefined ? yield* Effect.die(new Error("a request was not written")) : made.id
      }),
      move: Effect.fn("SupplierRequestStore.move")((move, at) => query((sql) => moveRequests(sql, move, at))),
      of: Effect.fn("SupplierRequestStore.of")((number) =>
        query(
          (sql) => sql<ReadonlyArray<SupplierRequest>>`
            select ${requestColumns(sql)} from ${requestTables(sql)} where p.number = ${number}
            order by q.id limit ${mostRequests}`
        )
      ),
      open: Effect.fn("SupplierRequestStore.open")((limit) =>
        query(
          (sql) => sql<ReadonlyArray<SupplierRequest>>`
            select ${requestColumns(sql)} from ${requestTables(sql)} where q.state in ('requested', 'communicated')
            order by q.created_at, q.id limit ${limit}`
        )
      )
    })
  })
)
