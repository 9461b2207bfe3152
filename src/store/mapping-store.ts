import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ShipMethodMapping } from "../domain/model/ship-method.ts"
import { channelAliasType } from "../domain/model/sku-alias.ts"
import { StoreFailure } from "../domain/ports/failure.ts"
import { MappingStore } from "../domain/ports/mapping-store.ts"
import { Database, type Sql } from "./database.ts"

const columns = (sql: Sql) =>
  sql`channel_id as "channelId", supplier_id as "supplierId", channel_method_name as "channelMethodName",
    ship_method_id as "shipMethodId"`

export const mappingStoreLayer: Layer.Layer<MappingStore, never, Database> = Layer.effect(
  MappingStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return MappingStore.of({
      forNames: Effect.fn("MappingStore.forNames")((channelId, names) =>
        query(
          (sql) => sql<ReadonlyArray<ShipMethodMapping>>`
            select ${columns(sql)} from ship_method_mappings
            where channel_method_name = any(${names}::text[]) and (channel_id = ${channelId} or channel_id is null)
            order by id`
        )
      ),
      save: Effect.fn("MappingStore.save")(function* (mapping, actor, at) {
        // Through the supplier's own methods: a mapping to another supplier's method cannot be written.
        const saved = yield* query(
          (sql) => sql`
            insert into ship_method_mappings
              (channel_id, supplier_id, channel_method_name, ship_method_id, saved_by, saved_at)
            select ${mapping.channelId}::bigint, m.supplier_id, ${mapping.channelMethodName}, m.id, ${actor}, ${at}
            from supplier_ship_methods m where m.id = ${mapping.shipMethodId} and m.supplier_id = ${mapping.supplierId}
            on conflict on constraint ship_method_mappings_key do update
              set ship_method_id = excluded.ship_method_id, saved_by = excluded.saved_by, saved_at = excluded.saved_at
            returning id`
        )
        if (saved.length === 0)
          return yield* new StoreFailure({
            reason: "Conflict",
            message: `ship method ${mapping.shipMethodId} is not one of supplier ${mapping.supplierId}`
          })
      }),
      remove: Effect.fn("MappingStore.remove")(function* ({ channelId, supplierId, channelMethodName }) {
        const gone = yield* query(
          (sql) => sql`
            delete from ship_method_mappings
            where channel_id is not distinct from ${channelId}::bigint and supplier_id = ${supplierId}
              and channel_method_name = ${channelMethodName} returning id`
        )
        return gone.length > 0
      }),
      productOf: Effect.fn("MappingStore.productOf")(function* (channelId, sku) {
        const [row] = yield* query(
          (sql) => sql<ReadonlyArray<{ sku: string }>>`
            select p.sku from sku_aliases a join products p on p.id = a.product_id
            where a.alias_type = ${channelAliasType(channelId)} and a.alias = ${sku}`
        )
        return row?.sku ?? null
      }),
      saveSku: Effect.fn("MappingStore.saveSku")(function* (channelId, sku, product, actor, at) {
        const saved = yield* query(
          (sql) => sql`
            insert into sku_aliases (alias_type, alias, product_id, saved_by, saved_at)
            select ${channelAliasType(channelId)}, ${sku}, id, ${actor}, ${at} from products where sku = ${product}
            on conflict (alias_type, alias) where alias_type like 'channel:%' do update
              set product_id = excluded.product_id, saved_by = excluded.saved_by, saved_at = excluded.saved_at
            returning id`
        )
        return saved.length > 0 ? "saved" : "no such product"
      }),
      removeSku: Effect.fn("MappingStore.removeSku")(function* (channelId, sku) {
        const gone = yield* query(
          (sql) => sql`
            delete from sku_aliases where alias_type = ${channelAliasType(channelId)} and alias = ${sku} returning id`
        )
        return gone.length > 0
      }),
      forgetProduct: Effect.fn("MappingStore.forgetProduct")((channelId, sku) =>
        Effect.asVoid(
          query(
            (sql) => sql`
            update order_lines l set product_id = null, supplier_id = null from orders o
            where o.id = l.order_id and o.channel_id = ${channelId} and o.status = 'not_processed'
              and l.channel_sku = ${sku} and l.product_id is not null`
          )
        )
      ),
      list: Effect.fn("MappingStore.list")(() =>
        query(
          (sql) => sql<ReadonlyArray<ShipMethodMapping>>`
            select ${columns(sql)} from ship_method_mappings
            order by supplier_id, channel_id nulls first, channel_method_name`
        )
      )
    })
  })
)
