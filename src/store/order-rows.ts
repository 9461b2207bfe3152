import type { Order, OrderId } from "../domain/model/order.ts"
import type { Sql } from "./database.ts"
import { standsInShadow } from "./send-gate-sql.ts"

/** Orders with their lines, one row each, in the order of the ids. Amounts travel as text: JSON has no decimals. */
export const selectOrders = (sql: Sql, ids: ReadonlyArray<OrderId>) => sql<ReadonlyArray<Order>>`
  select o.id, o.channel_id as "channelId", o.channel_order_id as "channelOrderId",
    o.channel_order_number as "channelOrderNumber", o.channel_status as "channelStatus",
    o.channel_standing as standing, o.placed_at as "placedAt", o.imported_at as "importedAt", o.currency, o.total,
    o.customer_name as "customerName", o.customer_email as "customerEmail",
    json_build_object('name', o.ship_name, 'company', o.company, 'address1', o.address1, 'address2', o.address2,
      'city', o.city, 'region', o.region, 'postalCode', o.postal_code, 'country', o.country, 'phone', o.phone)
      as "shipTo",
    o.ship_method_name as "shipMethodName", o.status, o.action,
    ${standsInShadow(sql)} as shadow,
    o.undone_by as "undoneBy", o.version, l.lines, o.signals
  from unnest(${ids}::bigint[]) with ordinality i (id, place)
  join orders o on o.id = i.id
  cross join lateral (
    select coalesce(json_agg(json_build_object('id', l.id, 'channelLineId', l.channel_line_id,
      'channelSku', l.channel_sku, 'title', l.title, 'unitPrice', l.unit_price::text, 'ordered', l.ordered,
      'shipped', l.shipped, 'backordered', l.backordered, 'canceled', l.canceled, 'ships', l.ships,
      'productId', l.product_id, 'supplierId', l.supplier_id) order by l.id), '[]') as lines
    from order_lines l where l.order_id = o.id) l
  order by i.place`
