import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { IncomingOrder } from "../../src/domain/model/order.ts"
import type { ChannelId } from "../../src/domain/model/sales-channel.ts"
import type { Sql } from "../../src/store/database.ts"

/** Tables with the columns, checks, indexes and references of ours, and nothing behind them: no search, counts or holds. */
export const createCopyTables = async (sql: Sql): Promise<void> => {
  await sql.unsafe(`
    create table copy_orders (like orders including all);
    create table copy_order_lines (like order_lines including all);
    alter table copy_orders add foreign key (channel_id) references channels (id);
    alter table copy_order_lines add foreign key (order_id) references copy_orders (id);
  `)
}

const cell = (value: string | number | boolean | Date): string => {
  if (value instanceof Date) return value.toISOString()
  return typeof value === "string" ? value.replace(/[\\\t\n\r]/g, (c) => `\\${c}`) : String(value)
}

const text = (rows: ReadonlyArray<ReadonlyArray<string | number | boolean | Date>>): string =>
  rows.map((row) => `${row.map(cell).join("\t")}\n`).join("")

const orderColumns = `id, channel_id, channel_order_id, channel_order_number, source_hash, channel_status, placed_at,
  channel_updated_at, imported_at, status_at, currency, total, customer_name, customer_email, ship_name, company,
  address1, address2, city, region, postal_code, country, phone, ship_method_name, quantity`

const orderCells = (id: number, channelId: ChannelId, o: IncomingOrder) => {
  const a = o.shipTo
  const address = [
    a.name,
    a.company,
    a.address1,
    a.address2,
    a.city,
    a.region,
    a.postalCode,
    a.country,
    a.phone
  ]
  const times = [o.placedAt, o.updatedAt, o.updatedAt, o.updatedAt]
  const quantity = o.lines.reduce((sum, l) => sum + l.quantity, 0)
  const start = [id, channelId, o.channelOrderId, o.channelOrderNumber, "0".repeat(64), o.channelStatus]
  const money = [o.currency, o.total, o.customerName, o.customerEmail]
  return [...start, ...times, ...money, ...address, o.shipMethodName, quantity]
}

const lineColumns = "order_id, channel_line_id, channel_sku, title, ordered, unit_price, ships"

const lineCells = (orderId: number, o: IncomingOrder) =>
  o.lines.map((l) => [orderId, l.channelLineId, l.sku, l.title, l.quantity, l.unitPrice, l.ships])

const copyInto = async (sql: Sql, target: string, rows: string): Promise<void> =>
  pipeline(Readable.from([rows]), await sql.unsafe(`copy ${target} from stdin`).writable())

let lastId = 0

/** The least that can be done with these rows: their ids are known beforehand, and nobody asks whether they are new. */
export const copyOrders = async (
  sql: Sql,
  channelId: ChannelId,
  orders: ReadonlyArray<IncomingOrder>
): Promise<void> => {
  const first = lastId + 1
  lastId += orders.length
  const rows = text(orders.map((o, i) => orderCells(first + i, channelId, o)))
  const lines = text(orders.flatMap((o, i) => lineCells(first + i, o)))
  await sql.begin(async (tx) => {
    await copyInto(tx as unknown as Sql, `copy_orders (${orderColumns})`, rows)
    await copyInto(tx as unknown as Sql, `copy_order_lines (${lineColumns})`, lines)
  })
}
