import type { ProductScope, Recomputed, RecomputeScope } from "../domain/ports/inventory-store.ts"
import type { Sql } from "./database.ts"
import { settleLines } from "./settled-lines.ts"
import { among, factTables, isRange } from "./stock-facts.ts"

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
export const named = (sql: Sql, products: ProductScope) => sql`
  select c.id as channel_id, coalesce(a.alias, f.sku) as sku, f.product_id, told.quantity
  -- Each product is looked up once, and not once for each channel: offset 0 keeps the server from it.
  from (select f.*, p.sku from facts f join products p on p.id = f.product_id and ${among(sql, products, "p.id")} offset 0) f
  join chosen c on c.scope = f.scope
  left join lateral (
    select a.alias from sku_aliases a
    where c.stock_alias is not null and a.alias_type = c.stock_alias and a.product_id = f.product_id
      and not exists (select from sku_aliases o
        where o.alias_type = a.alias_type and o.alias = a.alias and o.product_id <> a.product_id)) a on true
  ${arithmetic(sql)}
  where c.stock_alias is null or a.alias is not null`

/** Any number: what is computed from an older look must not be written after what was computed from a newer one. */
export const recomputeLock = 5_948_126

/** Stretches of a walk are computed side by side, each by one alone; everything else is alone with all products. */
export const lockRecompute = (sql: Sql, { products }: RecomputeScope) =>
  isRange(products)
    ? sql`select pg_advisory_xact_lock_shared(${recomputeLock}),
        pg_advisory_xact_lock(${recomputeLock}::int, (${products.after}::bigint % 2147483647)::int)`
    : sql`select pg_advisory_xact_lock(${recomputeLock})`

const nothingChanged: Recomputed = { changed: 0, gone: 0, channelIds: [] }

/**
 * One statement for every product and channel. A row that stays as it is keeps its version and is not written. Beside others, a
 * name that is written as a product's of another stretch is not waited for, or two that exchange names would wait for each
 * other: its product is marked, and has the name when it is computed alone.
 */
const recomputeRows = (sql: Sql, scope: RecomputeScope, at: Date, isAlone: boolean) => sql<
  ReadonlyArray<Recomputed>
>`
  with chosen as materialized (${chosen(sql, scope)}),
  scopes as (select distinct scope from chosen),
  ${factTables(sql, scope.products)},
  -- What is to be told beside what is written: what is only written goes, what differs is written. A full join is by hash or by
  -- order, never a loop in a loop, however wrong the server guesses how much of it there is.
  compared as materialized (
    select channel_id, sku, n.product_id, n.quantity, w.sku is not null as is_known
    from (${named(sql, scope.products)}) n
    full join (
      select channel_id, sku, product_id, quantity from channel_stock
      where channel_id = any(array(select id from chosen)) and ${among(sql, scope.products, "product_id")}) w
      using (channel_id, sku)
    where n.quantity is distinct from w.quantity or n.product_id is distinct from w.product_id
  ),
  gone as (
    delete from channel_stock s using compared c
    where c.quantity is null and s.channel_id = c.channel_id and s.sku = c.sku and ${among(sql, scope.products, "s.product_id")}
    returning s.channel_id
  ),
  updated as (
    update channel_stock s set product_id = c.product_id, quantity = c.quantity, version = nextval('stock_versions'),
      changed_at = ${at}
    from compared c
    where c.is_known and c.quantity is not null and s.channel_id = c.channel_id and s.sku = c.sku
      and ${among(sql, scope.products, "s.product_id")}
    returning s.channel_id
  ),
  elsewhere as materialized (
    select c.channel_id, c.sku, c.product_id from compared c
    where ${isAlone ? sql`false` : sql`not c.is_known`} and exists (
      select from channel_stock s where s.channel_id = c.channel_id and s.sku = c.sku)
  ),
  marked as (
    insert into stock_marks (product_ids)
    -- As mark_stock does: so many are not named, but walked.
    select case when count(distinct product_id) <= 20000 then array_agg(distinct product_id) end
    from elsewhere having count(*) > 0
  ),
  -- The name may have been another product's, of which nothing was asked.
  added as (
    insert into channel_stock (channel_id, sku, product_id, quantity, changed_at)
    select channel_id, sku, product_id, quantity, ${at} from compared c
    where not is_known and not exists (
      select from elsewhere e where e.channel_id = c.channel_id and e.sku = c.sku)
    on conflict (channel_id, sku) do update
      set product_id = excluded.product_id, quantity = excluded.quantity, version = nextval('stock_versions'),
        changed_at = excluded.changed_at
    returning channel_id
  ),
  changed as (select channel_id, count(*) as n from (select * from updated union all select * from added) c group by 1)
  select (select coalesce(sum(n), 0)::bigint from changed) as changed, (select count(*) from gone) as gone,
    array(select channel_id from changed union select channel_id from gone order by 1) as "channelIds"`

/**
 * In a transaction. The plan of one product is a catastrophe for twenty thousand, so each is planned as it comes: that costs
 * milliseconds, and the server knows from the list itself how long it is. What is stacked has room in memory.
 */
export const recompute = async (
  sql: Sql,
  scope: RecomputeScope,
  at: Date,
  isAlone: boolean
): Promise<Recomputed> => {
  await sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '64MB', true)`
  const [counts] = await recomputeRows(sql, scope, at, isAlone)
  if (isRange(scope.products)) await settleLines(sql, scope.products, at)
  return counts ?? nothingChanged
}
