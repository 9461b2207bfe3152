import * as Effect from "effect/Effect"
import type { Address } from "../domain/model/address.ts"
import type { Hold } from "../domain/model/hold.ts"
import type { Order, OrderId, OrderLine } from "../domain/model/order.ts"
import type { HistoryRow, OrderDetail } from "../domain/ports/order-board.ts"
import { Database, type Sql } from "./database.ts"
import { jobOf } from "./job-columns.ts"
import { readPurchaseOrders, readShipments } from "./order-parcels.ts"
import { standsInShadow } from "./send-gate-sql.ts"

/** Bounds of one order's parts: far above what a shop sends, so that one order cannot fill the memory. */
const most = { lines: 1000, holds: 500, history: 500 }

type OrderPart = Omit<Order, "shipTo" | "lines"> & Address & { readonly channel: string }

const orderPart = (sql: Sql, id: OrderId) => sql<Array<OrderPart>>`
  select o.id, o.channel_id as "channelId", c.name as channel, o.channel_order_id as "channelOrderId",
    o.channel_order_number as "channelOrderNumber", o.channel_status as "channelStatus",
    o.channel_standing as standing, o.placed_at as "placedAt", o.imported_at as "importedAt", o.currency, o.total,
    o.customer_name as "customerName", o.customer_email as "customerEmail", o.ship_name as name, o.company,
    o.address1, o.address2, o.city, o.region, o.postal_code as "postalCode", o.country, o.phone,
    o.ship_method_name as "shipMethodName", o.status, o.action, ${standsInShadow(sql)} as shadow, o.undone_by as "undoneBy", o.version
  from orders o join channels c on c.id = o.channel_id where o.id = ${id}`

type LinePart = OrderLine & { readonly supplier: string | null }

const lineParts = (sql: Sql, id: OrderId) => sql<Array<LinePart>>`
  select l.id, l.channel_line_id as "channelLineId", l.channel_sku as "channelSku", l.title, l.ordered, l.shipped,
    l.backordered, l.canceled, l.unit_price as "unitPrice", l.ships, l.product_id as "productId",
    l.supplier_id as "supplierId", s.name as supplier
  from order_lines l left join suppliers s on s.id = l.supplier_id
  where l.order_id = ${id} order by l.id limit ${most.lines}`

const openHolds = (sql: Sql, id: OrderId) => sql<Array<Hold>>`
  select id, order_id as "orderId", kind, field, message, detail, opened_at as "openedAt"
  from holds where order_id = ${id} and released_at is null order by id limit ${most.holds}`

/** Newest first. */
const history = (sql: Sql, id: OrderId) => sql<Array<HistoryRow>>`
  select h.at, h.actor, h.event, h.subject, h.before, h.after, h.detail, ${jobOf(sql, "h")} as job
  from order_history h where h.order_id = ${id} order by h.id desc limit ${most.history}`

/** As it is stored: whoever hands it on masks it, or says who asked. */
export type ReadDetail = Omit<OrderDetail, "order"> & { readonly order: Order }

const toOrder = (part: OrderPart, parts: ReadonlyArray<LinePart>): Order => {
  const {
    channel: _,
    name,
    company,
    address1,
    address2,
    city,
    region,
    postalCode,
    country,
    phone,
    ...rest
  } = part
  return {
    ...rest,
    shipTo: { name, company, address1, address2, city, region, postalCode, country, phone },
    lines: parts.map(({ supplier: _supplier, ...line }) => line)
  }
}

export const readDetail = Effect.fn("OrderBoard.detail")(function* (id: OrderId) {
  const { query } = yield* Database
  const [orders, lines, holds, entries, purchaseOrders, shipments] = yield* Effect.all(
    [
      query((sql) => orderPart(sql, id)),
      query((sql) => lineParts(sql, id)),
      query((sql) => openHolds(sql, id)),
      query((sql) => history(sql, id)),
      readPurchaseOrders(id),
      readShipments(id)
    ],
    { concurrency: "unbounded" }
  )
  const [part] = orders
  if (part === undefined) return null
  const lineSuppliers = Object.fromEntries(
    lines.flatMap((l) => (l.supplier === null ? [] : [[l.id, l.supplier]]))
  )
  const detail: ReadDetail = {
    order: toOrder(part, lines),
    channel: part.channel,
    holds,
    purchaseOrders,
    shipments,
    history: entries,
    lineSuppliers
  }
  return detail
})
