import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { AliasLoss } from "../domain/model/alias-plan.ts"
import {
  type AliasMark,
  type AliasRow,
  AliasStore,
  type NamedProduct,
  type NewAlias
} from "../domain/ports/alias-store.ts"
import { Database, literal, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

/** Every type by one step in the index, however many aliases each has. What is a channel's own is left out. */
const selectTypes = (sql: Sql) => sql<ReadonlyArray<{ type: string }>>`
  with recursive types as (
    (select alias_type as type from sku_aliases order by alias_type limit 1)
    union all
    select (select a.alias_type from sku_aliases a where a.alias_type > t.type order by a.alias_type limit 1)
    from types t where t.type is not null)
  select type from types where type is not null and type not like 'channel:%' order by type`

const given = (sql: Sql, aliases: ReadonlyArray<NewAlias>) => sql`
  jsonb_to_recordset(${rowParameter(aliases)}::text::jsonb) as g (type text, alias text, "productId" bigint)`

const mostChannels = 20

const marked = (sql: Sql, { by, at }: AliasMark) =>
  sql`saved_by = ${by} and saved_at = ${at} and alias_type not like 'channel:%'`

/** A name is told while one product alone has it. */
const selectLosses = (sql: Sql, mark: AliasMark) => sql<ReadonlyArray<AliasLoss>>`
  with gone as materialized (select id, alias_type, alias from sku_aliases where ${marked(sql, mark)}),
  held as (
    select a.alias_type, a.alias, count(*) as had, count(*) - count(g.id) as has
    from sku_aliases a left join gone g on g.id = a.id
    where (a.alias_type, a.alias) in (select alias_type, alias from gone)
    group by a.alias_type, a.alias)
  select c.name as channel, (count(*) filter (where h.had = 1))::int as untold,
    (count(*) filter (where h.had > 1 and h.has = 1))::int as "toldAgain"
  from channels c join held h on h.alias_type = c.stock_alias
  where c.archived_at is null
  group by c.name order by c.name limit ${literal(sql, mostChannels)}`

export const aliasStoreLayer: Layer.Layer<AliasStore, never, Database> = Layer.effect(
  AliasStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return AliasStore.of({
      types: Effect.fn("AliasStore.types")(function* () {
        return (yield* query(selectTypes)).map((row) => row.type)
      }),
      named: Effect.fn("AliasStore.named")((names) =>
        query(
          (sql) => sql<ReadonlyArray<NamedProduct>>`
            with g as materialized (
              select distinct type, name
              from jsonb_to_recordset(${rowParameter(names)}::text::jsonb) as r (type text, name text))
            select g.type, g.name, p.id as "productId", p.sku from g join products p on p.sku = g.name
            where g.type is null
            union all
            select g.type, g.name, p.id, p.sku
            from g join sku_aliases a on a.alias_type = g.type and a.alias = g.name join products p on p.id = a.product_id
            where g.type is not null`
        )
      ),
      add: Effect.fn("AliasStore.add")(function* (aliases, { by, at }) {
        if (aliases.length === 0) return 0
        const added = yield* query(
          (sql) => sql`
            insert into sku_aliases (alias_type, alias, product_id, saved_by, saved_at)
            select distinct g.type, g.alias, g."productId", ${by}, ${at}::timestamptz from ${given(sql, aliases)} order by 1, 2, 3
            on conflict (alias_type, product_id, alias) do nothing returning id`
        )
        return added.length
      }),
      takeBack: Effect.fn("AliasStore.takeBack")(function* (mark) {
        const gone = yield* query(
          (sql) => sql`delete from sku_aliases where ${marked(sql, mark)} returning id`
        )
        return gone.length
      }),
      wouldLose: Effect.fn("AliasStore.wouldLose")(function* (mark) {
        const [given] = yield* query(
          (sql) => sql<ReadonlyArray<{ aliases: number }>>`
            select count(*)::int as aliases from sku_aliases where ${marked(sql, mark)}`
        )
        return { aliases: given?.aliases ?? 0, losses: yield* query((sql) => selectLosses(sql, mark)) }
      }),
      remove: Effect.fn("AliasStore.remove")(function* (aliases) {
        if (aliases.length === 0) return 0
        const gone = yield* query(
          (sql) => sql`
            delete from sku_aliases a using ${given(sql, aliases)}
            where a.alias_type = g.type and a.alias = g.alias and a.product_id = g."productId" returning a.id`
        )
        return gone.length
      }),
      page: Effect.fn("AliasStore.page")((type, after, limit) =>
        query(
          (sql) => sql<ReadonlyArray<AliasRow>>`
            select a.id, a.alias_type as type, a.alias, p.sku from sku_aliases a join products p on p.id = a.product_id
            where a.id > ${after ?? 0}
              and ${type === null ? sql`a.alias_type not like 'channel:%'` : sql`a.alias_type = ${type}`}
            order by a.id limit ${limit}`
        )
      )
    })
  })
)
