import type { Recomputed, RecomputeScope } from "../domain/ports/inventory-store.ts"
import type { Sql } from "./database.ts"
import { factTables } from "./stock-facts.ts"

/** The steps of model/availability, each a lateral row, with `f` the facts and `c` the channel's rules. */
export const arithmetic = (sql: Sql) => sql`
  cross join lateral (select greatest(0, greatest(0, f.on_hand - f.committed) - f.unsent_demand) as free) free
  cross join lateral (select greatest(0, free.free - c.safety_stock) * c.share_percent / 100 as shared) shared
  cross join lateral (select least(shared.shared, c.stock_cap) as capped) capped
  cross join lateral (
    select case when capped.capped < c.minimum_level then 0 else capped.capped end as quantity) told`

const chosen = (sql: Sql, { channelIds, availableKinds }: RecomputeScope) => sql`
  select id, coalesce(warehouse, '') as scope, stock_alias, safety_stock, share_percent, stock_cap,
    case when kind = any(${availableKinds}::text[]) then minimum_level end as minimum_level
  from channels
  where archived_at is null and ${channelIds === null ? sql`true` : sql`id = any(${channelIds}::bigint[])`}`

/** Under the channel's name of it, or not at all: an alias that two products have is nobody's (model/stock-alias). */
export const named = (sql: Sql) => sql`
  select c.id as channel_id, coalesce(a.alias, p.sku) as sku, p.id as product_id, told.quantity
  from facts f join chosen c on c.scope = f.scope join products p on p.id = f.product_id
  left join sku_aliases a on a.alias_type = c.stock_alias and a.product_id = p.id
  ${arithmetic(sql)}
  where c.stock_alias is null or (a.id is not null and not exists (
    select from sku_aliases o where o.alias_type = a.alias_type and o.alias = a.alias and o.product_id <> a.product_id))`

/** Any number: what is computed from an older look must not be written after what was computed from a newer one. */
export const recomputeLock = 5_948_126

export const nothingChanged: Recomputed = { changed: 0, gone: 0, channelIds: [] }

/** One statement for every product and channel. A row that stays as it is keeps its version and is not written. */
export const recompute = (sql: Sql, scope: RecomputeScope, at: Date) => sql<ReadonlyArray<Recomputed>>`
  with chosen as materialized (${chosen(sql, scope)}),
  scopes as (select distinct scope from chosen),
  ${factTables(sql, scope.productIds)},
  fresh as materialized (${named(sql)}),
  gone as (
    delete from channel_stock s using chosen c
    where s.channel_id = c.id
      and ${scope.productIds === null ? sql`true` : sql`s.product_id = any(${scope.productIds}::bigint[])`}
      and not exists (select from fresh f where f.channel_id = s.channel_id and f.sku = s.sku)
    returning s.channel_id
  ),
  changed as (
    insert into channel_stock (channel_id, sku, product_id, quantity, changed_at)
    select f.channel_id, f.sku, f.product_id, f.quantity, ${at} from fresh f
    where not exists (select from channel_stock s where s.channel_id = f.channel_id and s.sku = f.sku
      and s.product_id = f.product_id and s.quantity = f.quantity)
    on conflict (channel_id, sku) do update
      set product_id = excluded.product_id, quantity = excluded.quantity, version = nextval('stock_versions'),
        changed_at = excluded.changed_at
    returning channel_id
  )
  select (select count(*) from changed) as changed, (select count(*) from gone) as gone,
    array(select channel_id from changed union select channel_id from gone order by 1) as "channelIds"`
