import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { DispatchIntentId } from "../domain/model/dispatch-intent.ts"
import type { ShippableLine } from "../domain/model/shipment.ts"
import type { SupplierId } from "../domain/model/supplier.ts"
import {
  type CreatedPurchaseOrder,
  type NewPurchaseOrder,
  PurchaseOrderStore
} from "../domain/ports/purchase-order-store.ts"
import { Database, type Sql } from "./database.ts"
import { freePieces } from "./line-pieces.ts"
import { reserveNumbers, takeNumbers } from "./reserved-numbers.ts"
import { rowParameter } from "./row-parameter.ts"
import { appendToSearch } from "./search-words.ts"

const toRow = (p: NewPurchaseOrder) => ({
  order_id: p.orderId,
  supplier_id: p.supplierId,
  number: p.number,
  revision: p.revision,
  carrier: p.shipMethod.carrier,
  method: p.shipMethod.method,
  method_code: p.shipMethod.code,
  currency: p.currency,
  cost: p.cost,
  transport: p.transport,
  key: p.dispatchKey,
  content: Buffer.from(p.rendered.content).toString("base64"),
  content_hash: p.contentHash,
  identifiers: p.rendered.identifiers,
  lines: p.lines
})

/** The promise (intent), what it promises (lines) and the number people search for: all of it or nothing. */
const insertPurchaseOrders = (
  sql: Sql,
  orders: ReadonlyArray<NewPurchaseOrder>,
  actor: string,
  at: Date
) => sql<ReadonlyArray<CreatedPurchaseOrder>>`
  with given as materialized (
    select * from rows from (
      jsonb_to_recordset(${rowParameter(orders.map(toRow))}::text::jsonb) as (order_id bigint, supplier_id bigint,
        number text, revision int, carrier text, method text, method_code text, currency text, cost numeric,
        transport text, key text, content text, content_hash text, identifiers jsonb, lines jsonb)
    ) with ordinality
  ),
  made as (
    insert into purchase_orders
      (order_id, supplier_id, number, revision, carrier, method, method_code, currency, cost, created_by, created_at)
    select order_id, supplier_id, number, revision, carrier, method, method_code, currency, cost, ${actor}, ${at}
    from given order by ordinality
    returning id, order_id, number
  ),
  lines as (
    insert into purchase_order_lines (purchase_order_id, order_line_id, supplier_sku, quantity, unit_cost)
    select made.id, l."orderLineId", l."supplierSku", l.quantity, l."unitCost"
    from given join made on made.number = given.number,
      jsonb_to_recordset(given.lines)
        as l ("orderLineId" bigint, "supplierSku" text, quantity int, "unitCost" numeric)
  ),
  intents as (
    insert into dispatch_intents (purchase_order_id, supplier_id, channel_id, key, transport, content, content_hash,
      identifiers, not_before, created_at)
    select made.id, g.supplier_id, o.channel_id, g.key, g.transport, decode(g.content, 'base64'), g.content_hash,
      g.identifiers, ${at}, ${at}
    from given g join made on made.number = g.number join orders o on o.id = g.order_id order by g.ordinality
    returning id, purchase_order_id
  ),
  searched as (${appendToSearch(sql, sql`select order_id, number as word from made`)})
  select made.id, g.order_id as "orderId", g.supplier_id as "supplierId", i.id as "intentId", g.number
  from given g join made on made.number = g.number join intents i on i.purchase_order_id = made.id
  order by g.ordinality`

/**
 * What was canceled may come all the same. What the supplier gave back may too, unless somebody else ships it by now: those
 * pieces are not its own any more.
 */
const shippableQuantity = (sql: Sql) => sql`
  (case when l.rejected = 0 then l.quantity
    else l.quantity - l.rejected + least(l.rejected, (
      select ${freePieces(sql)} from order_lines o where o.id = l.order_line_id)) end)`

const selectShippable = (sql: Sql, supplierId: SupplierId, numbers: ReadonlyArray<string>) => sql<
  ReadonlyArray<ShippableLine>
>`
  select p.id as "purchaseOrderId", p.number as "purchaseOrderNumber", p.order_id as "orderId",
    l.order_line_id as "orderLineId", l.supplier_sku as "supplierSku", ${shippableQuantity(sql)} as quantity, s.shipped,
    s.parcels
  from purchase_orders p
  join purchase_order_lines l on l.purchase_order_id = p.id
  cross join lateral (
    select coalesce(sum(k.quantity) filter (where k.live), 0)::int as shipped,
      coalesce(json_agg(json_build_object('carrier', k.carrier, 'tracking', k.tracking_number, 'quantity', k.quantity,
        'voidedFrom', k.place)),
        '[]') as parcels
    from (
      select true as live, s.carrier, s.tracking_number, sl.quantity, null as place
      from shipment_lines sl join shipments s on s.id = sl.shipment_id
      where sl.order_line_id = l.order_line_id and s.purchase_order_id = p.id
      union all
      select false, r.carrier, r.tracking_number, r.quantity, r.place from settled_shipment_rows r
      where r.purchase_order_id = p.id and r.order_line_id = l.order_line_id) k) s
  where p.number = any(${numbers}::text[]) and p.supplier_id = ${supplierId}
    and (p.state in ('sending', 'sent', 'in_doubt') or (p.state = 'queued' and exists (
      select from dispatch_intents i where i.purchase_order_id = p.id and i.kind = 'order' and i.attempt > 0)))
  order by p.id, l.order_line_id`

export const purchaseOrderStoreLayer: Layer.Layer<PurchaseOrderStore, never, Database> = Layer.effect(
  PurchaseOrderStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    const intentsOf = (run: (sql: Sql) => PromiseLike<ReadonlyArray<{ id: DispatchIntentId }>>) =>
      Effect.map(query(run), (rows) => rows.map((r) => r.id))
    return PurchaseOrderStore.of({
      takeNumbers: Effect.fn("PurchaseOrderStore.takeNumbers")(function* (shares) {
        const rows = yield* query((sql) => takeNumbers(sql, shares))
        return rows.map((r) => r.n)
      }),
      nextSequence: Effect.fn("PurchaseOrderStore.nextSequence")(function* () {
        const [row] = yield* query(
          (sql) => sql<ReadonlyArray<{ n: number }>>`select nextval('purchase_order_numbers') as n`
        )
        return row === undefined ? yield* Effect.die(new Error("the sequence gave no number")) : row.n
      }),
      reserveNumbers: Effect.fn("PurchaseOrderStore.reserveNumbers")(function* (shares, actor, at) {
        const rows = yield* query((sql) => reserveNumbers(sql, shares, actor, at))
        return rows.map((r) => r.n)
      }),
      create: Effect.fn("PurchaseOrderStore.create")((orders, actor, at) =>
        query((sql) => insertPurchaseOrders(sql, orders, actor, at))
      ),
      shippable: Effect.fn("PurchaseOrderStore.shippable")((supplierId, numbers) =>
        query((sql) => selectShippable(sql, supplierId, numbers))
      ),
      failedIntents: Effect.fn("PurchaseOrderStore.failedIntents")((ids) =>
        intentsOf(
          (sql) => sql`
            select i.id from purchase_orders p join dispatch_intents i on i.purchase_order_id = p.id
            where p.order_id = any(${ids}::bigint[]) and p.state = 'failed' and i.kind = 'order' and i.state = 'refused'
            order by i.id`
        )
      ),
      retryableIntents: Effect.fn("PurchaseOrderStore.retryableIntents")((ids) =>
        intentsOf(
          (sql) => sql`
            select i.id from purchase_orders p join dispatch_intents i on i.purchase_order_id = p.id
            where p.order_id = any(${ids}::bigint[]) and p.state = 'failed' and i.kind = 'order' and i.state = 'refused'
              and not exists (select from purchase_order_lines l
                where l.purchase_order_id = p.id and l.canceled + l.rejected > 0)
              and not exists (select from shipments s where s.purchase_order_id = p.id)
            order by i.id`
        )
      ),
      plannedIntents: Effect.fn("PurchaseOrderStore.plannedIntents")((ids) =>
        intentsOf(
          (sql) => sql`
            select i.id from purchase_orders p join dispatch_intents i on i.purchase_order_id = p.id
            where p.order_id = any(${ids}::bigint[]) and i.state = 'planned' order by i.id`
        )
      ),
      anyLeft: Effect.fn("PurchaseOrderStore.anyLeft")(function* (id) {
        const rows = yield* query(
          (sql) => sql`
            select 1 from purchase_orders
            where order_id = ${id} and state in ('sending', 'sent', 'in_doubt') limit 1`
        )
        return rows.length > 0
      }),
      confirmReceipt: Effect.fn("PurchaseOrderStore.confirmReceipt")(function* (number, actor, at) {
        // The first tick stays: it says who asked the supplier, and when.
        const rows = yield* query(
          (sql) => sql`
            update purchase_orders set version = version + 1,
              receipt_confirmed_by = coalesce(receipt_confirmed_by, ${actor}),
              receipt_confirmed_at = coalesce(receipt_confirmed_at, ${at})
            where number = ${number} and state = 'sent' returning id`
        )
        return rows.length > 0
      })
    })
  })
)
