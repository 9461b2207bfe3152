import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { AddressField } from "../domain/model/address.ts"
import { inBatches } from "../domain/model/job-request.ts"
import type { IncomingOrder, OrderId } from "../domain/model/order.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import type { ShipMethodId, SupplierId } from "../domain/model/supplier.ts"
import type { RoutedLine } from "../domain/model/validation.ts"
import { StoreFailure } from "../domain/ports/failure.ts"
import { type ImportedOrder, OrderStore } from "../domain/ports/order-store.ts"
import { Database, type Sql } from "./database.ts"
import { newestOfEach } from "./incoming-order.ts"
import {
  type HashedOrder,
  hashed,
  importOrders,
  knownOrders,
  ordersAStatement,
  writeAhead
} from "./order-import.ts"
import { keepPayloads, packPayloads } from "./order-payloads.ts"
import { lockOrders, recomputeOrders } from "./order-recompute.ts"
import { selectOrders } from "./order-rows.ts"
import { rowParameter } from "./row-parameter.ts"
import { standsInShadow } from "./send-gate-sql.ts"

interface Choice {
  readonly orderId: OrderId
  readonly supplierId: SupplierId
  readonly shipMethodId: ShipMethodId
}
type IdRows = ReadonlyArray<{ readonly id: OrderId }>

/** More than anybody can tell apart: an ambiguous reference needs no longer list. */
const mostMatches = 20

/** Lists show `#1001` whether or not the channel writes the sign into the number. */
const spellings = (reference: string): ReadonlyArray<string> => [
  reference,
  reference.startsWith("#") ? reference.slice(1) : `#${reference}`
]

const findOrders = (sql: Sql, reference: string) => sql<IdRows>`
  select id from orders where id = ${/^\d{1,15}$/.test(reference) ? reference : null}::bigint
  union
  select id from orders where channel_order_number = any(${spellings(reference)}::text[])
  union
  select o.id from channels c join orders o on o.channel_id = c.id and o.channel_order_id = ${reference}
  order by id limit ${mostMatches}`

const updateRoutes = (sql: Sql, routes: ReadonlyArray<RoutedLine>) => sql`
  update order_lines l set product_id = r."productId", supplier_id = r."supplierId"
  from jsonb_to_recordset(${rowParameter(routes)}::text::jsonb)
    as r ("lineId" bigint, "productId" bigint, "supplierId" bigint)
  where l.id = r."lineId" and (l.product_id, l.supplier_id) is distinct from (r."productId", r."supplierId")`

const updateAddress = (
  sql: Sql,
  id: OrderId,
  version: number,
  changes: Partial<Record<AddressField, string>>
) => sql<IdRows>`
  update orders o set
    ship_name = coalesce(r.name, ship_name), company = coalesce(r.company, o.company),
    address1 = coalesce(r.address1, o.address1), address2 = coalesce(r.address2, o.address2),
    city = coalesce(r.city, o.city), region = coalesce(r.region, o.region),
    postal_code = coalesce(r."postalCode", postal_code), country = coalesce(r.country, o.country),
    phone = coalesce(r.phone, o.phone), version = version + 1,
    edited_fields = array(select unnest(edited_fields) union select unnest(${Object.keys(changes)}::text[]) order by 1)
  from jsonb_to_record(${rowParameter(changes)}::text::jsonb) as r (name text, company text, address1 text,
    address2 text, city text, region text, "postalCode" text, country text, phone text)
  where o.id = ${id} and o.version = ${version}
  returning o.id`

const selectReady = (sql: Sql, channelId: ChannelId, ids: ReadonlyArray<OrderId> | null) => sql<IdRows>`
  select id from orders o
  where action = 'process' and channel_id = ${channelId} and not ${standsInShadow(sql)}
    ${ids === null ? sql`` : sql`and id = any(${ids}::bigint[])`}
  order by placed_at, id`

/** An id is missing only when another import committed the same order while this one ran: then it can be read now. */
const completeIds = async (
  sql: Sql,
  channelId: ChannelId,
  imported: ReadonlyArray<ImportedOrder & { readonly id: OrderId | null }>
): Promise<ReadonlyArray<ImportedOrder>> => {
  const missing = imported.filter((i) => i.id === null).map((i) => i.channelOrderId)
  if (missing.length === 0) return imported as ReadonlyArray<ImportedOrder>
  const rows = await sql<ReadonlyArray<{ id: OrderId; channelOrderId: string }>>`
    select id, channel_order_id as "channelOrderId" from orders
    where channel_id = ${channelId} and channel_order_id = any(${missing}::text[])`
  const found = new Map(rows.map((r) => [r.channelOrderId, r.id]))
  return imported.flatMap((i) => {
    const id = i.id ?? found.get(i.channelOrderId)
    return id === undefined ? [] : [{ ...i, id }]
  })
}

/** What the channel said of them is packed while the server saves what was understood of it. */
const saveOrders = async (
  sql: Sql,
  channelId: ChannelId,
  page: ReadonlyArray<HashedOrder>,
  at: Date
): Promise<ReadonlyArray<ImportedOrder>> => {
  const [saved, payloads] = await Promise.all([
    importOrders(sql, channelId, page, at).execute(),
    packPayloads(page.map(({ order }) => order))
  ])
  const imported = await completeIds(sql, channelId, saved)
  await keepPayloads(sql, payloads, imported, at)
  return imported
}

/** What is known is only named; the rest is saved, in one statement. In the order of the page. */
const importPage = async (
  sql: Sql,
  channelId: ChannelId,
  page: ReadonlyArray<HashedOrder>,
  at: Date
): Promise<ReadonlyArray<ImportedOrder>> => {
  const known = await knownOrders(sql, channelId, page)
  if (known.length === 0) return saveOrders(sql, channelId, page, at)
  const answers = new Map(known.map((k) => [k.channelOrderId, k]))
  const rest = page.filter(({ order }) => !answers.has(order.channelOrderId))
  if (rest.length > 0)
    for (const saved of await saveOrders(sql, channelId, rest, at)) answers.set(saved.channelOrderId, saved)
  return page.flatMap(({ order }) => answers.get(order.channelOrderId) ?? [])
}

const importPages = async (
  sql: Sql,
  channelId: ChannelId,
  orders: ReadonlyArray<IncomingOrder>,
  at: Date
): Promise<ReadonlyArray<ImportedOrder>> => {
  const imported: Array<ImportedOrder> = []
  for (const page of inBatches(newestOfEach(orders).map(hashed), ordersAStatement))
    imported.push(...(await importPage(sql, channelId, page, at)))
  return imported
}

export const orderStoreLayer: Layer.Layer<OrderStore, never, Database> = Layer.effect(
  OrderStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    const idsOf = (run: (sql: Sql) => PromiseLike<IdRows>) =>
      Effect.map(query(run), (rows) => rows.map((r) => r.id))
    return OrderStore.of({
      importPage: Effect.fn("OrderStore.importPage")((channelId, orders, at) =>
        query((sql) => importPages(sql, channelId, orders, at))
      ),
      prepare: (orders) => Effect.sync(() => writeAhead(orders)),
      load: Effect.fn("OrderStore.load")((ids) => query((sql) => selectOrders(sql, ids))),
      lock: Effect.fn("OrderStore.lock")((ids) => Effect.asVoid(query((sql) => lockOrders(sql, ids)))),
      find: Effect.fn("OrderStore.find")((reference) => idsOf((sql) => findOrders(sql, reference))),
      routeLines: Effect.fn("OrderStore.routeLines")((routes) =>
        Effect.asVoid(query((sql) => updateRoutes(sql, routes)))
      ),
      recompute: Effect.fn("OrderStore.recompute")((ids, at) =>
        query((sql) => recomputeOrders(sql, ids, at))
      ),
      editAddress: Effect.fn("OrderStore.editAddress")((id, version, changes) =>
        Effect.map(
          query((sql) => updateAddress(sql, id, version, changes)),
          (rows) => rows.length > 0
        )
      ),
      editedFields: Effect.fn("OrderStore.editedFields")((id) =>
        Effect.map(
          query(
            (sql) => sql<ReadonlyArray<{ readonly field: AddressField }>>`
              select unnest(edited_fields) as field from orders where id = ${id}`
          ),
          (rows) => rows.map(({ field }) => field)
        )
      ),
      forgetEdits: Effect.fn("OrderStore.forgetEdits")((id, fields) =>
        Effect.asVoid(
          query(
            (sql) => sql`
              update orders set version = version + 1, edited_fields = array(
                select unnest(edited_fields) except select unnest(${[...fields]}::text[]) order by 1)
              where id = ${id}`
          )
        )
      ),
      forgetShipMethod: Effect.fn("OrderStore.forgetShipMethod")((id, supplierId) =>
        Effect.asVoid(
          query(
            (sql) => sql`
              delete from order_ship_methods where order_id = ${id} and supplier_id = ${supplierId}`
          )
        )
      ),
      chooseShipMethod: Effect.fn("OrderStore.chooseShipMethod")(
        function* (id, supplierId, shipMethodId, actor, at) {
          const chosen = yield* query(
            (sql) => sql`
              insert into order_ship_methods (order_id, supplier_id, ship_method_id, chosen_by, chosen_at)
              select ${id}, m.supplier_id, m.id, ${actor}, ${at} from supplier_ship_methods m
              where m.id = ${shipMethodId} and m.supplier_id = ${supplierId}
              on conflict (order_id, supplier_id) do update set
                ship_method_id = excluded.ship_method_id, chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at
              returning order_id`
          )
          if (chosen.length === 0)
            return yield* new StoreFailure({
              reason: "Conflict",
              message: `ship method ${shipMethodId} is not one of supplier ${supplierId}`
            })
        }
      ),
      chosenShipMethods: Effect.fn("OrderStore.chosenShipMethods")((ids) =>
        query(
          (sql) => sql<ReadonlyArray<Choice>>`
            select order_id as "orderId", supplier_id as "supplierId", ship_method_id as "shipMethodId"
            from order_ship_methods where order_id = any(${ids}::bigint[]) order by order_id, supplier_id`
        )
      ),
      cancelOpen: Effect.fn("OrderStore.cancelOpen")((ids) =>
        Effect.asVoid(
          query(
            (sql) => sql`
              update order_lines set canceled = canceled + open where order_id = any(${ids}::bigint[]) and open > 0`
          )
        )
      ),
      readyToProcess: Effect.fn("OrderStore.readyToProcess")((channelId, ids) =>
        idsOf((sql) => selectReady(sql, channelId, ids))
      )
    })
  })
)
