import { restoredHold } from "../domain/model/hold.ts"
import { twinKey } from "../domain/model/intake-holds.ts"
import type { IncomingOrder } from "../domain/model/order.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import type { ImportedOrder } from "../domain/ports/order-store.ts"
import type { Sql } from "./database.ts"
import { contentHash, searchText } from "./incoming-order.ts"
import { rowParameter } from "./row-parameter.ts"

/** Orders and lines as JSON rows, comma between them. */
interface Written {
  readonly row: string
  readonly lines: string
}

const kept = new WeakMap<IncomingOrder, Written>()

/** One statement takes so many orders: more gains nothing, fewer pays more commits. */
export const ordersAStatement = 1_000

/** An order with the hash of what it says. */
export interface HashedOrder {
  readonly order: IncomingOrder
  readonly hash: string
}

export const hashed = (order: IncomingOrder): HashedOrder => ({ order, hash: contentHash(order) })

const toRow = (o: IncomingOrder) => ({
  id: o.channelOrderId,
  number: o.channelOrderNumber,
  hash: contentHash(o),
  channel_status: o.channelStatus,
  standing: o.standing,
  placed_at: o.placedAt,
  updated_at: o.updatedAt,
  currency: o.currency,
  total: o.total,
  customer_name: o.customerName,
  customer_email: o.customerEmail,
  ship_name: o.shipTo.name,
  company: o.shipTo.company,
  address1: o.shipTo.address1,
  address2: o.shipTo.address2,
  city: o.shipTo.city,
  region: o.shipTo.region,
  postal_code: o.shipTo.postalCode,
  country: o.shipTo.country,
  phone: o.shipTo.phone,
  method: o.shipMethodName,
  quantity: o.lines.reduce((sum, l) => sum + l.quantity, 0),
  search: searchText(o),
  signals: o.signals ?? null,
  // As text: JSON has no whole numbers of this size.
  twin: String(twinKey(o))
})

const toLineRows = (o: IncomingOrder) =>
  o.lines.map((l) => ({
    id: o.channelOrderId,
    line: l.channelLineId,
    sku: l.sku,
    title: l.title,
    quantity: l.quantity,
    price: l.unitPrice,
    ships: l.ships
  }))

/**
 * What a statement says of an order, written down once. The statement's transaction waits while it is done, so whoever has
 * read orders that will be saved asks for it before (`writeAhead`).
 */
const written = (order: IncomingOrder): Written => {
  const known = kept.get(order)
  if (known !== undefined) return known
  const made = { row: rowParameter(toRow(order)), lines: rowParameter(toLineRows(order)).slice(1, -1) }
  kept.set(order, made)
  return made
}

/** Needs no connection: for orders that were just read, while others are written. */
export const writeAhead = (orders: ReadonlyArray<IncomingOrder>): void => {
  for (const order of orders) written(order)
}

const asRows = (texts: ReadonlyArray<string>): string => `[${texts.filter((t) => t !== "").join(",")}]`

/**
 * An order is settled once it left Not Processed or has a purchase order that counts: then its address and lines stay. One
 * that was taken back before anything left does not count. The status is read from the locked row itself, so a purchase
 * order that is committed while this statement waits counts too.
 */
const isSettled = (sql: Sql) => sql`
  (orders.status <> 'not_processed' or exists (
    select 1 from purchase_orders p where p.order_id = orders.id and (p.state <> 'canceled' or not exists (
      select 1 from dispatch_intents i where i.purchase_order_id = p.id and i.state = 'withdrawn'))))`

/** `offset 0` keeps the question from being copied into each of the eleven answers, which doubles the planning time. */
const keepOrTake = (sql: Sql) => sql`
  (ship_name, company, address1, address2, city, region, postal_code, country, phone, ship_method_name, quantity) = (
    select
      case when k.settled or 'name' = any(k.edited) then orders.ship_name else excluded.ship_name end,
      case when k.settled or 'company' = any(k.edited) then orders.company else excluded.company end,
      case when k.settled or 'address1' = any(k.edited) then orders.address1 else excluded.address1 end,
      case when k.settled or 'address2' = any(k.edited) then orders.address2 else excluded.address2 end,
      case when k.settled or 'city' = any(k.edited) then orders.city else excluded.city end,
      case when k.settled or 'region' = any(k.edited) then orders.region else excluded.region end,
      case when k.settled or 'postalCode' = any(k.edited) then orders.postal_code else excluded.postal_code end,
      case when k.settled or 'country' = any(k.edited) then orders.country else excluded.country end,
      case when k.settled or 'phone' = any(k.edited) then orders.phone else excluded.phone end,
      case when k.settled then orders.ship_method_name else excluded.ship_method_name end,
      case when k.settled then orders.quantity else excluded.quantity end
    from (select ${isSettled(sql)} as settled, orders.edited_fields as edited offset 0) k)`

/** A version of one means that the row was made by this very statement: every later write raises it. */
const saveOrders = (sql: Sql, channelId: ChannelId, at: Date) => sql`
  insert into orders (channel_id, channel_order_id, channel_order_number, source_hash, channel_status, channel_standing,
    placed_at, channel_updated_at, imported_at, currency, total, customer_name, customer_email, ship_name, company,
    address1, address2, city, region, postal_code, country, phone, ship_method_name, quantity, status_at, shadow, signals,
    twin_key)
  select ${channelId}, id, number, hash, channel_status, standing, placed_at, updated_at, ${at}, currency, total,
    customer_name, customer_email, ship_name, company, address1, address2, city, region, postal_code, country, phone,
    method, quantity, ${at}, is_shadowed(c.shadow, c.live_from, number), signals, case when c.twins then twin end
  from given g cross join rule c
  -- Asked first, because a conflict locks its row, and that is a write, even when nothing is then changed.
  where not exists (
    select 1 from orders o where o.channel_id = ${channelId} and o.channel_order_id = g.id and o.source_hash = g.hash
    offset 0)
  on conflict (channel_id, channel_order_id) do update set
    channel_order_number = excluded.channel_order_number, source_hash = excluded.source_hash,
    channel_status = excluded.channel_status, channel_standing = excluded.channel_standing,
    placed_at = excluded.placed_at, channel_updated_at = excluded.channel_updated_at, currency = excluded.currency,
    total = excluded.total, customer_name = excluded.customer_name, customer_email = excluded.customer_email,
    signals = excluded.signals, version = orders.version + 1, ${keepOrTake(sql)}
  -- An answer that is older than what we have (a slow worker's page) does not take anything back.
  where orders.source_hash is distinct from excluded.source_hash
    and orders.channel_updated_at <= excluded.channel_updated_at
  returning id, channel_order_id, version = 1 as is_new,
    version = 1 or not ${isSettled(sql)} as takes_lines`

const lineColumns = (sql: Sql) =>
  sql`order_id, channel_line_id, channel_sku, title, ordered, unit_price, ships`

/** Nobody else can have lines of an order that this statement made: no conflict to look for, which is half the price. */
const insertLines = (sql: Sql) => sql`
  insert into order_lines (${lineColumns(sql)})
  select order_id, line, sku, title, quantity, price, ships from given_lines where is_new`

const changeLines = (sql: Sql) => sql`
  insert into order_lines (${lineColumns(sql)})
  select order_id, line, sku, title, quantity, price, ships from given_lines where not is_new
  on conflict (order_id, channel_line_id) do update set
    channel_sku = excluded.channel_sku, title = excluded.title, ordered = excluded.ordered,
    unit_price = excluded.unit_price, ships = excluded.ships,
    canceled = least(order_lines.canceled, excluded.ordered),
    product_id = case when order_lines.channel_sku = excluded.channel_sku then order_lines.product_id end,
    supplier_id = case when order_lines.channel_sku = excluded.channel_sku then order_lines.supplier_id end
  where (order_lines.channel_sku, order_lines.title, order_lines.ordered, order_lines.unit_price, order_lines.ships)
    is distinct from (excluded.channel_sku, excluded.title, excluded.ordered, excluded.unit_price, excluded.ships)`

const insertSearch = (sql: Sql) => sql`
  insert into order_search (order_id, text)
  select s.id, g.search from saved s join given g on g.id = s.channel_order_id where s.is_new`

/** What stands after the empty line are our own numbers (purchase orders, tracking): they stay. */
const changeSearch = (sql: Sql) => sql`
  insert into order_search (order_id, text)
  select s.id, g.search from saved s join given g on g.id = s.channel_order_id where not s.is_new
  on conflict (order_id) do update set text = excluded.text
    || coalesce(substr(order_search.text, nullif(strpos(order_search.text, E'\n\n'), 0)), '')
  where order_search.text <> excluded.text and not starts_with(order_search.text, excluded.text || E'\n\n')`

/**
 * Which of these orders we have as they are. Downloads overlap, so most of a page is often known: asked by hash alone, it
 * costs a tenth of sending and reading what it says.
 */
export const knownOrders = (sql: Sql, channelId: ChannelId, orders: ReadonlyArray<HashedOrder>) => sql<
  ReadonlyArray<ImportedOrder>
>`
  select o.id, g.id as "channelOrderId", 'unchanged' as change
  from unnest(${orders.map((o) => o.order.channelOrderId)}::text[], ${orders.map((o) => o.hash)}::text[]) as g (id, hash)
  -- One look at the index for each, said so: during a first download the table has no statistics, and a join would read all
  -- of it for each page.
  cross join lateral (
    select o.id, o.source_hash from orders o where o.channel_id = ${channelId} and o.channel_order_id = g.id limit 1) o
  where o.source_hash = g.hash`

/** Orders, lines, search text and first holds of a page in one statement. Each list is read once, so it stays `json`. */
export const importOrders = (
  sql: Sql,
  channelId: ChannelId,
  orders: ReadonlyArray<HashedOrder>,
  at: Date
) => {
  const rows = orders.map(({ order }) => written(order))
  return sql<ReadonlyArray<ImportedOrder & { readonly id: number | null }>>`
  with given as materialized (
    select r.* from json_to_recordset(${asRows(rows.map((r) => r.row))}::text::json) as r (id text, number text, hash text,
      channel_status text, standing text, placed_at timestamptz, updated_at timestamptz, currency text, total numeric,
      customer_name text, customer_email text, ship_name text, company text, address1 text, address2 text, city text,
      region text, postal_code text, country text, phone text, method text, quantity int, search text,
      signals jsonb, twin bigint)
  ),
  -- Locked, so that a change of the rule waits for these orders and sees them.
  rule as materialized (
    select shadow, live_from, coalesce(intake -> 'twinWindowHours' <> 'null', false) as twins from channels
    where id = ${channelId} for share),
  saved as (${saveOrders(sql, channelId, at)}),
  given_lines as materialized (
    select s.id as order_id, s.is_new, r.line, r.sku, r.title, r.quantity, r.price, r.ships
    from json_to_recordset(${asRows(rows.map((r) => r.lines))}::text::json) as r (id text, line text, sku text, title text, quantity int,
      price numeric, ships boolean)
    join saved s on s.channel_order_id = r.id and s.takes_lines
  ),
  new_lines as (${insertLines(sql)}),
  changed_lines as (${changeLines(sql)}),
  gone_lines as materialized (
    select l.id, exists (select 1 from purchase_order_lines p where p.order_line_id = l.id) as was_ordered
    from order_lines l
    where l.order_id = any(array(select id from saved where takes_lines and not is_new)) and not exists (
      select 1 from given_lines g where g.order_id = l.order_id and g.line = l.channel_line_id)
  ),
  removed_lines as (delete from order_lines where id in (select id from gone_lines where not was_ordered)),
  -- A purchase order that was taken back names it: it stays, and nothing of it is wanted any more.
  canceled_lines as (
    update order_lines set canceled = ordered where id in (select id from gone_lines where was_ordered)
  ),
  new_search as (${insertSearch(sql)}),
  changed_search as (${changeSearch(sql)}),
  held as (
    insert into holds (order_id, kind, message, opened_at)
    select id, 'not_checked', 'It has just arrived and waits to be checked.', ${at} from saved where is_new
    union all
    -- A lost database may have had it, and sent it: after a restore what is old arrives as new.
    select s.id, ${restoredHold}, 'This order may have been sent before the restore of '
      || to_char(lost.restored_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI"Z"')
      || '. Check at its supplier, then release it.', ${at}
    from (select max(restored_at) as restored_at, max(held_until) as held_until from restores) lost
    join given g on g.placed_at <= lost.held_until
    join saved s on s.channel_order_id = g.id and s.is_new
  )
  select g.id as "channelOrderId", 
    coalesce(s.id, (select o.id from orders o where o.channel_id = ${channelId} and o.channel_order_id = g.id)) as id,
    case when s.id is null then 'unchanged' when s.is_new then 'new' else 'updated' end as change
  from given g
  left join saved s on s.channel_order_id = g.id`
}
