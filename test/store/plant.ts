import type { Sql } from "../../src/store/database.ts"

export const plantedAt = new Date("2026-11-20T10:00:00.000Z")

/** A client, a channel `acme-shop` (1) and `marigold` (2), suppliers Northwind (1) and Baker (2). */
export const plantParties = async (sql: Sql): Promise<void> => {
  await sql`insert into clients (name) values ('Acme')`
  await sql`insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at)
    select 1, name, 'vendure', 'sandbox', '{paid}', ${plantedAt} from unnest(array['acme-shop', 'marigold']) name`
  await sql`insert into suppliers (name, environment, transport, tracking_source, contact)
    values ('Northwind', 'sandbox', 'csv-sftp', 'sftp', 'ops@northwind.example'), ('Baker', 'sandbox', 'csv-mail', 'none', '')`
}

export interface PlantedOrder {
  readonly number?: string
  readonly channelId?: number
  readonly status?: string
  readonly action?: string | null
  readonly placedAt?: Date
  readonly total?: string
  readonly currency?: string
  readonly customer?: string
  readonly search?: string
}

const actionFor = (status: string): string | null =>
  status === "not_processed" ? "process" : status === "failed" ? "retry" : null

let serial = 0

/** One order row with its search text; returns its id. */
export const plantOrder = async (sql: Sql, order: PlantedOrder = {}): Promise<number> => {
  serial += 1
  const status = order.status ?? "not_processed"
  const number = order.number ?? `#${serial}`
  const customer = order.customer ?? "Jane Kowalski"
  const placedAt = order.placedAt ?? plantedAt
  const [row] = await sql<Array<{ id: number }>>`
    insert into orders (channel_id, channel_order_id, channel_order_number, source_hash, channel_status, placed_at,
      channel_updated_at, imported_at, currency, total, customer_name, customer_email, ship_name, company, address1,
      address2, city, region, postal_code, country, phone, ship_method_name, quantity, status, action, status_at)
    values (${order.channelId ?? 1}, ${`c${serial}`}, ${number}, 'h', 'paid', ${placedAt}, ${placedAt}, ${placedAt},
      ${order.currency ?? "USD"}, ${order.total ?? "10.00"}, ${customer}, 'jane@example.com', ${customer}, '',
      '14 Elm Street', '', 'Springfield', 'IL', '62704', 'US', '', 'Free Shipping', 4, ${status},
      ${order.action === undefined ? actionFor(status) : order.action}, ${placedAt})
    returning id`
  const id = row?.id ?? 0
  await sql`insert into order_search (order_id, text) values (${id}, ${(order.search ?? `${number}\n${customer}`).toLowerCase()})`
  return id
}

export const plantLine = async (
  sql: Sql,
  orderId: number,
  line: {
    readonly sku: string
    readonly ordered: number
    readonly shipped?: number
    readonly supplierId?: number
  }
): Promise<number> => {
  const [row] = await sql<Array<{ id: number }>>`
    insert into order_lines (order_id, channel_line_id, channel_sku, title, ordered, shipped, unit_price, supplier_id)
    values (${orderId}, ${line.sku}, ${line.sku}, 'Thing', ${line.ordered}, ${line.shipped ?? 0}, '2.50', ${line.supplierId ?? null})
    returning id`
  return row?.id ?? 0
}

export const plantHold = (
  sql: Sql,
  orderId: number,
  hold: {
    readonly kind: string
    readonly field?: string
    readonly message?: string
    readonly detail?: Readonly<Record<string, string>>
    readonly openedAt?: Date
  }
) => sql`
  insert into holds (order_id, kind, field, message, detail, opened_at)
  values (${orderId}, ${hold.kind}, ${hold.field ?? ""}, ${hold.message ?? "Enter it."}, ${sql.json(hold.detail ?? {})},
    ${hold.openedAt ?? plantedAt})`

export const plantPurchaseOrder = async (
  sql: Sql,
  orderId: number,
  po: {
    readonly number: string
    readonly state: string
    readonly supplierId?: number
    readonly failure?: string
  }
): Promise<number> => {
  const [row] = await sql<Array<{ id: number }>>`
    insert into purchase_orders (order_id, supplier_id, number, state, carrier, method, method_code, currency, cost,
      created_by, created_at, sent_at, failure)
    values (${orderId}, ${po.supplierId ?? 1}, ${po.number}, ${po.state}, 'UPS', 'Ground', 'G', 'USD', '7.25', 'ana',
      ${plantedAt}, ${po.state === "sent" ? plantedAt : null}, ${po.failure ?? null})
    returning id`
  return row?.id ?? 0
}

export const plantIntent = async (
  sql: Sql,
  purchaseOrderId: number,
  intent: { readonly key: string; readonly state: string; readonly inDoubtSince?: Date }
): Promise<number> => {
  const [row] = await sql<Array<{ id: number }>>`
    insert into dispatch_intents (purchase_order_id, supplier_id, key, transport, content, content_hash, identifiers,
      state, in_doubt_since, not_before, created_at)
    values (${purchaseOrderId}, 1, ${intent.key}, 'csv-sftp', 'bytes', 'hash-1', '{}', ${intent.state},
      ${intent.inDoubtSince ?? null}, ${plantedAt}, ${plantedAt})
    returning id`
  return row?.id ?? 0
}

export const plantShipment = async (
  sql: Sql,
  shipment: {
    readonly orderId: number
    readonly purchaseOrderId: number
    readonly tracking: string
    readonly lines: ReadonlyArray<readonly [lineId: number, quantity: number]>
    readonly fulfillment: "due" | "rejected" | "accepted"
    readonly reason?: string
  }
): Promise<number> => {
  const [row] = await sql<Array<{ id: number }>>`
    insert into shipments (order_id, purchase_order_id, supplier_id, carrier, service, tracking_number, shipped_at, recorded_at, source)
    values (${shipment.orderId}, ${shipment.purchaseOrderId}, 1, 'UPS', 'Ground', ${shipment.tracking}, ${plantedAt}, ${plantedAt}, 'file')
    returning id`
  const id = row?.id ?? 0
  for (const [lineId, quantity] of shipment.lines)
    await sql`insert into shipment_lines (shipment_id, order_line_id, quantity, source_row) values (${id}, ${lineId}, ${quantity}, 'f:1')`
  const settled = shipment.fulfillment === "due" ? null : plantedAt
  await sql`insert into fulfillments (shipment_id, order_id, channel_id, state, reason, not_before, created_at, settled_at)
    select ${id}, id, channel_id, ${shipment.fulfillment}, ${shipment.reason ?? null}, ${plantedAt}, ${plantedAt}, ${settled}
    from orders where id = ${shipment.orderId}`
  return id
}
