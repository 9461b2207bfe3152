import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { OrderId } from "../domain/model/order.ts"
import {
  MappingBoard,
  type MethodLine,
  type NearProduct,
  type SkuLine,
  type Used
} from "../domain/ports/mapping-board.ts"
import { selectAliases, selectUnnamed } from "./alias-lines.ts"
import { Database, literal, type Sql } from "./database.ts"
import { cleanTerm, containing } from "./search-terms.ts"
import { causesOf, selectCauseParts, selectWaitingFor } from "./waiting-causes.ts"

const dayMs = 24 * 60 * 60_000
const usedDays = 30
/** So many of the newest orders are looked at; what came more often than that is said to be at least so much. */
const mostLooked = 500

type Counted<A extends { readonly used: Used }> = Omit<A, "used"> & {
  readonly orders: number
  readonly looked: number
}

const recent = (sql: Sql, at: Date) => sql`
  select o.id, o.channel_id, o.ship_method_name from orders o
  where o.placed_at > ${new Date(at.getTime() - usedDays * dayMs)} order by o.placed_at desc, o.id desc limit ${literal(sql, mostLooked)}`

const withUse = <A extends { readonly used: Used }>(rows: ReadonlyArray<Counted<A>>): ReadonlyArray<A> =>
  rows.map(({ orders, looked, ...row }) => ({
    ...row,
    used: { orders, isLeast: looked >= mostLooked }
  })) as unknown as ReadonlyArray<A>

const selectMethods = (sql: Sql, at: Date) => sql<ReadonlyArray<Counted<MethodLine>>>`
  with recent as materialized (${recent(sql, at)}),
  used as materialized (
    select r.channel_id, r.ship_method_name, l.supplier_id, count(distinct r.id) as orders
    from recent r join order_lines l on l.order_id = r.id where l.supplier_id is not null group by 1, 2, 3)
  select m.channel_id as "channelId", m.supplier_id as "supplierId", m.channel_method_name as "channelMethodName",
    m.ship_method_id as "shipMethodId", c.name as channel, s.name as supplier, x.carrier, x.method,
    m.saved_by as "savedBy", m.saved_at as "savedAt", (select count(*) from recent) as looked,
    coalesce((
      select sum(u.orders) from used u
      where u.supplier_id = m.supplier_id and u.ship_method_name = m.channel_method_name
        and (u.channel_id = m.channel_id or (m.channel_id is null and not exists (
          select from ship_method_mappings own where own.supplier_id = m.supplier_id
            and own.channel_method_name = m.channel_method_name and own.channel_id = u.channel_id)))), 0)::bigint as orders
  from ship_method_mappings m
  join suppliers s on s.id = m.supplier_id
  join supplier_ship_methods x on x.id = m.ship_method_id
  left join channels c on c.id = m.channel_id
  order by c.name nulls first, m.channel_method_name, s.name`

const selectSkus = (sql: Sql, term: string, at: Date, limit: number) => {
  const clean = cleanTerm(term)
  const found =
    clean === ""
      ? sql`true`
      : sql`(a.alias || ' ' || p.sku || ' ' || p.title || ' ' || c.name) ilike ${containing(clean)}`
  return sql<ReadonlyArray<Counted<SkuLine>>>`
    with recent as materialized (${recent(sql, at)}),
    used as materialized (
      select n.channel_id, l.channel_sku, count(distinct n.id) as orders
      from recent n join order_lines l on l.order_id = n.id group by 1, 2),
    rows as materialized (
      select c.id as channel_id, c.name, a.alias, p.sku, p.title, a.saved_by, a.saved_at
      from channels c join sku_aliases a on a.alias_type = 'channel:' || c.id join products p on p.id = a.product_id
      where ${found} order by c.name, a.alias limit ${limit})
    select r.channel_id as "channelId", r.name as channel, r.alias as sku, r.sku as product, r.title,
      r.saved_by as "savedBy", r.saved_at as "savedAt", (select count(*) from recent) as looked,
      coalesce(u.orders, 0) as orders
    from rows r left join used u on u.channel_id = r.channel_id and u.channel_sku = r.alias
    order by r.name, r.alias`
}

/** A channel's SKU is most often one of ours with something before or behind it, or a part of it. */
const selectNear = (sql: Sql, words: string, limit: number) => {
  const term = cleanTerm(words)
  const parts = term
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= 3)
    .slice(0, 5)
  const patterns = [...new Set([term, ...parts])].filter((part) => part !== "").map(containing)
  return sql<ReadonlyArray<NearProduct>>`
    select sku, title from (
      select p.sku, p.title, (
        select count(*) from unnest(${patterns}::text[]) q where p.sku ilike q) * 2 + (
        select count(*) from unnest(${patterns}::text[]) q where p.title ilike q)
        + case when position(lower(p.sku) in ${term.toLowerCase()}) > 0 then 3 else 0 end as score
      from products p
      where (p.sku || ' ' || p.title) ilike any(${patterns}::text[]) limit 2000) found
    order by score desc, length(sku), sku limit ${limit}`
}

export const mappingBoardLayer: Layer.Layer<MappingBoard, never, Database> = Layer.effect(
  MappingBoard,
  Effect.gen(function* () {
    const { query } = yield* Database
    const idsOf = (run: (sql: Sql) => PromiseLike<ReadonlyArray<{ readonly id: OrderId }>>) =>
      Effect.map(query(run), (rows) => rows.map(({ id }) => id))
    return MappingBoard.of({
      methods: Effect.fn("MappingBoard.methods")((at) =>
        Effect.map(
          query((sql) => selectMethods(sql, at)),
          (rows) => withUse<MethodLine>(rows)
        )
      ),
      skus: Effect.fn("MappingBoard.skus")((term, at, limit) =>
        Effect.map(
          query((sql) => selectSkus(sql, term, at, limit)),
          (rows) => withUse<SkuLine>(rows)
        )
      ),
      aliases: Effect.fn("MappingBoard.aliases")((term, limit, type) =>
        query((sql) => selectAliases(sql, term, limit, type))
      ),
      unnamed: Effect.fn("MappingBoard.unnamed")((limit) => query((sql) => selectUnnamed(sql, limit))),
      causes: Effect.fn("MappingBoard.causes")(() => Effect.map(query(selectCauseParts), causesOf)),
      waitingFor: Effect.fn("MappingBoard.waitingFor")((cause, limit) =>
        idsOf((sql) => selectWaitingFor(sql, cause, limit))
      ),
      withMethod: Effect.fn("MappingBoard.withMethod")((channelId, name, limit) =>
        idsOf(
          (sql) => sql`
            select id from orders where status = 'not_processed' and action is not null and ship_method_name = ${name}
              and (${channelId}::bigint is null or channel_id = ${channelId})
            order by placed_at, id limit ${limit}`
        )
      ),
      withSku: Effect.fn("MappingBoard.withSku")((channelId, sku, limit) =>
        idsOf(
          (sql) => sql`
            select o.id from orders o where o.status = 'not_processed' and o.channel_id = ${channelId}
              and exists (select from order_lines l where l.order_id = o.id and l.channel_sku = ${sku})
            order by o.placed_at, o.id limit ${limit}`
        )
      ),
      lastOrders: Effect.fn("MappingBoard.lastOrders")((limit) =>
        idsOf((sql) => sql`select id from orders order by placed_at desc, id desc limit ${limit}`)
      ),
      nearProducts: Effect.fn("MappingBoard.nearProducts")((words, limit) =>
        query((sql) => selectNear(sql, words, limit))
      )
    })
  })
)
