import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { FeedChange } from "../domain/model/feed-guard.ts"
import { type Feed, type FeedContent, FeedStore } from "../domain/ports/feed-store.ts"
import { Database, type Sql } from "./database.ts"
import { keepFeed, lastTaken, newerThan, selectUnchanged } from "./feed-history.ts"
import { mergeFeed } from "./feed-merge.ts"
import { copyHeld, copyRows, lockFeeds, openStaging, stagedFeed } from "./feed-staging.ts"

const columns = (sql: Sql) => sql`
  d.id, d.supplier_id as "supplierId", u.name as supplier, d.file, d.feed_state as state, d.issued_at as "asOf",
  d.received_at as "receivedAt", d.checked_at as "checkedAt", d.settled_by as "settledBy", d.settled_at as "settledAt",
  d.settle_reason as "settleReason",
  d.lines, d.skus, d.pieces, d.unknown, d.changed, d.missing, d.warehouses`

const mostUnknown = 100

const unknownSkus = (sql: Sql) => sql`
  select distinct n.sku from (
    select h.sku from held_feed_rows h where h.feed_id = d.id and not exists (select from supplier_products p
      where p.supplier_id = d.supplier_id and p.supplier_sku = h.sku)
    union all
    select k.sku from unknown_stock k where k.supplier_id = d.supplier_id and d.feed_state = 'taken'
      and (k.warehouse = any(d.warehouses) or d.warehouses = '{}')) n
  order by 1 limit ${mostUnknown}`

/** A held feed beside what is known now: its own SKUs, and those that it does not name any more. */
const selectChanges = (sql: Sql, feedId: number, skip: number, limit: number) => sql<
  ReadonlyArray<FeedChange & { total: number }>
>`
  with feed as (select id, supplier_id, warehouses from supplier_documents where id = ${feedId} and feed_state = 'held'),
  said as materialized (
    select h.sku, h.warehouse, h.quantity, p.product_id from feed f join held_feed_rows h on h.feed_id = f.id
    left join supplier_products p on p.supplier_id = f.supplier_id and p.supplier_sku = h.sku),
  known as materialized (
    select l.product_id, p.supplier_sku as sku, l.warehouse, l.on_hand, l.listed
    from feed f join stock_levels l on l.supplier_id = f.supplier_id
    join supplier_products p on p.supplier_id = l.supplier_id and p.product_id = l.product_id
    where f.warehouses = '{}' or l.warehouse = any(f.warehouses)),
  changes as (
    select coalesce(s.sku, k.sku) as sku, coalesce(s.warehouse, k.warehouse) as warehouse, k.on_hand as before,
      s.quantity as after
    from said s full join known k on k.product_id = s.product_id and k.warehouse = s.warehouse
    where k.on_hand is distinct from s.quantity and (s.sku is not null or k.listed)
      and (s.sku is null or s.product_id is not null))
  select *, count(*) over () as total from changes
  order by coalesce(after, 0) - coalesce(before, 0), sku, warehouse offset ${skip} limit ${limit}`

export const feedStoreLayer: Layer.Layer<FeedStore, never, Database> = Layer.effect(
  FeedStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    const staged = (copy: (sql: Sql) => PromiseLike<unknown>, supplierId: Feed["supplierId"]) =>
      query(async (sql) => {
        await openStaging(sql)
        await copy(sql)
        return stagedFeed(sql, supplierId)
      })
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
            select ${columns(sql)}, d.reference, array(${unknownSkus(sql)}) as "unknownSkus"
            from supplier_documents d join suppliers u on u.id = d.supplier_id
            where d.id = ${id} and d.kind = 'inventory'`
        )
        return feed ?? null
      }),
      unchanged: Effect.fn("FeedStore.unchanged")(function* (supplierId, contentHash, at) {
        const [same] = yield* query((sql) => selectUnchanged(sql, supplierId, contentHash, at))
        return same ?? null
      }),
      lock: Effect.fn("FeedStore.lock")(function* (supplierId) {
        yield* query((sql) => lockFeeds(sql, supplierId))
      }),
      stage: Effect.fn("FeedStore.stage")((supplierId, rows) =>
        staged((sql) => copyRows(sql, rows), supplierId)
      ),
      stageHeld: Effect.fn("FeedStore.stageHeld")((supplierId, feedId) =>
        staged((sql) => copyHeld(sql, feedId), supplierId)
      ),
      lastTaken: Effect.fn("FeedStore.lastTaken")(function* (supplierId, warehouses, besideFeed) {
        const [last] = yield* query((sql) => lastTaken(sql, supplierId, warehouses, besideFeed))
        return last ?? null
      }),
      newerThan: Effect.fn("FeedStore.newerThan")(function* (supplierId, warehouses, asOf) {
        const rows = yield* query((sql) => newerThan(sql, supplierId, warehouses, asOf))
        return rows.map((row) => row.warehouse)
      }),
      keep: Effect.fn("FeedStore.keep")((head, counts, at) =>
        query((sql) => keepFeed(sql, head, counts, at))
      ),
      merge: Effect.fn("FeedStore.merge")((order) => query((sql) => mergeFeed(sql, order))),
      changes: Effect.fn("FeedStore.changes")(function* (feedId, skip, limit) {
        const rows = yield* query((sql) => selectChanges(sql, feedId, skip, limit))
        return { changes: rows.map(({ total: _, ...change }) => change), total: rows[0]?.total ?? 0 }
      }),
      settle: Effect.fn("FeedStore.settle")(function* (id, to, actor, at, reason) {
        const settled = yield* query(
          (sql) => sql`
            update supplier_documents set feed_state = ${to}, settled_by = ${actor}, settled_at = ${at},
              settle_reason = ${reason}
            where id = ${id} and feed_state = 'held' returning id`
        )
        return settled.length > 0
      }),
      dropRows: Effect.fn("FeedStore.dropRows")(function* (feedId) {
        yield* query((sql) => sql`delete from held_feed_rows where feed_id = ${feedId}`)
      })
    })
  })
)
