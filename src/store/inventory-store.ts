import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { StockAt } from "../domain/model/availability.ts"
import type { AliasClaim } from "../domain/model/stock-alias.ts"
import {
  type ChannelStock,
  InventoryStore,
  type ProductFacts,
  type StockClaim,
  type StockDemand,
  type StockedProduct
} from "../domain/ports/inventory-store.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { lockRecompute, recompute } from "./channel-stock.ts"
import { Database, type Sql } from "./database.ts"
import { productPage } from "./inventory-page.ts"
import { productSearch } from "./product-search.ts"
import { countedClaims, demandOf, factTables, isRange, pick } from "./stock-facts.ts"
import { markDaily, newestMark, recomputeMarked, stretchAfter } from "./stock-marks.ts"
import { stockTrial } from "./stock-trial.ts"

const aliasClaims = (sql: Sql, type: string, productIds: ReadonlyArray<number>) => sql<
  ReadonlyArray<AliasClaim>
>`
  with mine as (
    select p.id, p.sku, a.alias from products p
    left join sku_aliases a on a.alias_type = ${type} and a.product_id = p.id
    where p.id = any(${productIds}::bigint[]))
  select sku, alias from (
    select sku, alias from mine
    union
    select p.sku, a.alias from mine m join sku_aliases a on a.alias_type = ${type} and a.alias = m.alias
    join products p on p.id = a.product_id) c
  order by sku, alias`

const scopeOf = (sql: Sql, warehouse: string | null) =>
  sql`scopes as (select ${warehouse ?? ""}::text as scope)`

export const inventoryStoreLayer: Layer.Layer<InventoryStore, never, Database | UnitOfWork> = Layer.effect(
  InventoryStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    const unit = yield* UnitOfWork
    return InventoryStore.of({
      product: Effect.fn("InventoryStore.product")(function* (sku) {
        const [found] = yield* query(
          (sql) => sql<ReadonlyArray<StockedProduct>>`select id, sku, title from products where sku = ${sku}`
        )
        return found ?? null
      }),
      levels: Effect.fn("InventoryStore.levels")((productId) =>
        query(
          (sql) => sql<ReadonlyArray<StockAt>>`
            select u.name as supplier, l.warehouse, l.on_hand as "onHand", l.as_of as "asOf"
            from stock_levels l join suppliers u on u.id = l.supplier_id
            where l.product_id = ${productId} order by u.name, l.warehouse`
        )
      ),
      facts: Effect.fn("InventoryStore.facts")((warehouse, productIds) =>
        query(
          (sql) => sql<ReadonlyArray<ProductFacts>>`
            with ${scopeOf(sql, warehouse)}, ${factTables(sql, productIds)}
            select product_id as "productId", on_hand as "onHand", committed, unsent_demand as "unsentDemand"
            from facts order by product_id`
        )
      ),
      claims: Effect.fn("InventoryStore.claims")((warehouse, productId, limit) =>
        query(
          (sql) => sql<ReadonlyArray<StockClaim>>`
            with ${scopeOf(sql, warehouse)}, ${pick(sql, [productId])}
            select c.number as "purchaseOrder", u.name as supplier, c.state, c.sent_at as "sentAt",
              sum(c.pieces)::bigint as pieces
            from (${countedClaims(sql, [productId])}) c join suppliers u on u.id = c.supplier_id
            group by 1, 2, 3, 4 order by pieces desc, c.number limit ${limit}`
        )
      ),
      demand: Effect.fn("InventoryStore.demand")((productId, limit) =>
        query(
          (sql) => sql<ReadonlyArray<StockDemand>>`
            with ${pick(sql, [productId])}
            select d.order_id as "orderId", d.channel_order_number as "channelOrderNumber", c.name as channel,
              sum(d.pieces)::bigint as pieces
            from (${demandOf(sql, [productId])}) d join channels c on c.id = d.channel_id
            group by 1, 2, 3 order by pieces desc, d.order_id limit ${limit}`
        )
      ),
      aliasClaims: Effect.fn("InventoryStore.aliasClaims")((type, productIds) =>
        query((sql) =>
          type === null
            ? sql<ReadonlyArray<AliasClaim>>`
                select sku, null as alias from products where id = any(${productIds}::bigint[]) order by sku`
            : aliasClaims(sql, type, productIds)
        )
      ),
      addAlias: Effect.fn("InventoryStore.addAlias")(function* (type, alias, productId, { by, at }) {
        const added = yield* query(
          (sql) => sql`
            insert into sku_aliases (alias_type, alias, product_id, saved_by, saved_at)
            values (${type}, ${alias}, ${productId}, ${by}, ${at})
            on conflict (alias_type, product_id, alias) do nothing returning id`
        )
        return added.length > 0
      }),
      removeAlias: Effect.fn("InventoryStore.removeAlias")(function* (type, alias, productId) {
        const gone = yield* query(
          (sql) => sql`
            delete from sku_aliases where alias_type = ${type} and alias = ${alias} and product_id = ${productId}
            returning id`
        )
        return gone.length > 0
      }),
      page: Effect.fn("InventoryStore.page")((channel, filter, after, limit) =>
        query((sql) => productPage(sql, channel, filter, after, limit))
      ),
      search: Effect.fn("InventoryStore.search")((channel, filter, text, after, limit) =>
        query((sql) => productSearch(sql, channel, filter, text, after, limit))
      ),
      ofChannel: Effect.fn("InventoryStore.ofChannel")((channelId, productIds) =>
        query(
          (sql) => sql<ReadonlyArray<ChannelStock>>`
            select product_id as "productId", sku, quantity, version, shown, shown_at as "shownAt", told, told_at as "toldAt",
              answer, reason, found, found_instead_of as "foundInsteadOf", found_at as "foundAt",
              parked_until as "parkedUntil"
            from channel_stock where channel_id = ${channelId} and product_id = any(${productIds}::bigint[])
            order by sku`
        )
      ),
      tryRules: Effect.fn("InventoryStore.tryRules")(function* (channel, rules, usesAvailable, samples) {
        const [found] = yield* query((sql) => stockTrial(sql, channel, rules, usesAvailable, samples))
        if (found === undefined) return yield* Effect.die(new Error("a count has one row"))
        return found
      }),
      recompute: Effect.fn("InventoryStore.recompute")((scope, at) =>
        unit.run(
          Effect.gen(function* () {
            yield* query((sql) => lockRecompute(sql, scope))
            return yield* query((sql) => recompute(sql, scope, at, !isRange(scope.products)))
          })
        )
      ),
      stretchAfter: Effect.fn("InventoryStore.stretchAfter")((id, size) =>
        query((sql) => stretchAfter(sql, id, size))
      ),
      newestMark: Effect.fn("InventoryStore.newestMark")(() => query(newestMark)),
      markDaily: Effect.fn("InventoryStore.markDaily")((before, at) =>
        Effect.asVoid(query((sql) => markDaily(sql, before, at)))
      ),
      recomputeMarked: Effect.fn("InventoryStore.recomputeMarked")((part, upTo, kinds, at) =>
        unit.run(query((sql) => recomputeMarked(sql, part, upTo, kinds, at)))
      )
    })
  })
)
