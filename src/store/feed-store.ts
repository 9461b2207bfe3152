import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { IncomingInventoryRow } from "../domain/model/supplier-answer.ts"
import { type Feed, type FeedContent, FeedStore } from "../domain/ports/feed-store.ts"
import { Database, type Sql } from "./database.ts"

const unknownSkus = (sql: Sql) => sql`
  select distinct r ->> 'sku' as sku from jsonb_array_elements(d.inventory) r
  where not exists (select from supplier_products p
    where p.supplier_id = d.supplier_id and p.supplier_sku = r ->> 'sku') order by 1`

const columns = (sql: Sql) => sql`
  d.id, d.supplier_id as "supplierId", u.name as supplier, d.file, d.feed_state as state, d.issued_at as "asOf",
  d.received_at as "receivedAt", d.settled_by as "settledBy", d.settled_at as "settledAt",
  jsonb_array_length(d.inventory) as lines, (select count(*) from (${unknownSkus(sql)}) n) as unknown,
  (select count(distinct r ->> 'sku') from jsonb_array_elements(d.inventory) r) as skus,
  (select coalesce(sum((r ->> 'quantity')::bigint), 0)::bigint from jsonb_array_elements(d.inventory) r) as pieces`

export const feedStoreLayer: Layer.Layer<FeedStore, never, Database> = Layer.effect(
  FeedStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return FeedStore.of({
      list: Effect.fn("FeedStore.list")((state, before, limit) =>
        query(
          (sql) => sql<ReadonlyArray<Feed>>`
            select ${columns(sql)} from supplier_documents d join suppliers u on u.id = d.supplier_id
            where d.kind = 'inventory' and ${state === null ? sql`true` : sql`d.feed_state = ${state}`}
              and ${before === null ? sql`true` : sql`d.id < ${before}`}
            order by d.id desc limit ${limit}`
        )
      ),
      get: Effect.fn("FeedStore.get")(function* (id) {
        const [feed] = yield* query(
          (sql) => sql<ReadonlyArray<FeedContent>>`
            select ${columns(sql)}, d.reference, d.inventory as rows, array(${unknownSkus(sql)}) as "unknownSkus"
            from supplier_documents d join suppliers u on u.id = d.supplier_id
            where d.id = ${id} and d.kind = 'inventory'`
        )
        return feed ?? null
      }),
      lastTaken: Effect.fn("FeedStore.lastTaken")(function* (supplierId, besideReference) {
        const [feed] = yield* query(
          (sql) => sql<ReadonlyArray<{ rows: ReadonlyArray<IncomingInventoryRow> }>>`
            select inventory as rows from supplier_documents
            where supplier_id = ${supplierId} and kind = 'inventory' and feed_state = 'taken'
              and reference <> ${besideReference}
            order by coalesce(issued_at, received_at) desc, id desc limit 1`
        )
        return feed?.rows ?? null
      }),
      hold: Effect.fn("FeedStore.hold")(function* (supplierId, reference) {
        yield* query(
          (sql) => sql`
            update supplier_documents set feed_state = 'held'
            where supplier_id = ${supplierId} and kind = 'inventory' and reference = ${reference} and feed_state = 'taken'`
        )
      }),
      settle: Effect.fn("FeedStore.settle")(function* (id, to, actor, at) {
        const settled = yield* query(
          (sql) => sql`
            update supplier_documents set feed_state = ${to}, settled_by = ${actor}, settled_at = ${at}
            where id = ${id} and feed_state = 'held' returning id`
        )
        return settled.length > 0
      })
    })
  })
)
