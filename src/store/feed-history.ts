import type { StagedFeed } from "../domain/model/incoming-feed.ts"
import type { SupplierId } from "../domain/model/supplier.ts"
import type { FeedHead, KeptFeed, UnchangedFeed } from "../domain/ports/feed-store.ts"
import type { Sql } from "./database.ts"
import { storableText } from "./storable-text.ts"

const limits = { reference: 200, file: 300 }

/** Do two feeds speak of the same pieces? A feed that names no warehouse, or is empty, speaks of all. */
const overlaps = (sql: Sql, warehouses: ReadonlyArray<string>) =>
  warehouses.length === 0 || warehouses.includes("")
    ? sql`true`
    : sql`(d.warehouses && ${warehouses}::text[] or '' = any(d.warehouses) or d.warehouses = '{}')`

const feedsOf = (sql: Sql, supplierId: SupplierId, state: string) =>
  sql`d.supplier_id = ${supplierId} and d.kind = 'inventory' and d.feed_state = ${state}`

export const lastTaken = (
  sql: Sql,
  supplierId: SupplierId,
  warehouses: ReadonlyArray<string>,
  beside: number | null
) => sql<ReadonlyArray<{ skus: number; pieces: number }>>`
  select d.skus, d.pieces from supplier_documents d
  where ${feedsOf(sql, supplierId, "taken")} and d.id is distinct from ${beside}::bigint
    and ${overlaps(sql, warehouses)}
  order by coalesce(d.issued_at, d.received_at) desc, d.id desc limit 1`

export const newerThan = (
  sql: Sql,
  supplierId: SupplierId,
  warehouses: ReadonlyArray<string>,
  asOf: Date
) => sql<ReadonlyArray<{ warehouse: string }>>`
  select w.warehouse from unnest(${warehouses.length === 0 ? [""] : warehouses}::text[]) w (warehouse)
  where exists (select from supplier_documents d
    where ${feedsOf(sql, supplierId, "taken")} and coalesce(d.issued_at, d.received_at) > ${asOf}
      and (w.warehouse = '' or '' = any(d.warehouses) or d.warehouses = '{}' or w.warehouse = any(d.warehouses)))`

/**
 * Compared again, the same content could only mean something else where a purchase order was sent since (a feed without a
 * time of its own knows of it now), where a SKU became known, or where a person changed which SKU means which product: that
 * is looked for once a day.
 */
export const selectUnchanged = (sql: Sql, supplierId: SupplierId, contentHash: string, at: Date) => sql<
  ReadonlyArray<UnchangedFeed>
>`
  select d.id, d.file, d.feed_state as state from supplier_documents d
  where d.supplier_id = ${supplierId} and d.kind = 'inventory' and d.content_hash = ${contentHash}
    and not exists (select from supplier_documents n
      where n.supplier_id = d.supplier_id and n.kind = 'inventory' and n.id > d.id and n.feed_state in ('taken', 'held')
        and (n.warehouses && d.warehouses or '' = any(n.warehouses || d.warehouses) or n.warehouses = '{}'
          or d.warehouses = '{}'))
    and (d.feed_state in ('held', 'rejected') or d.feed_state = 'taken'
      and d.checked_at > ${at}::timestamptz - interval '1 day'
      and not exists (select from purchase_orders po
        where po.supplier_id = d.supplier_id and po.state = 'sent' and po.sent_at > d.checked_at and d.issued_at is null)
      and not exists (select from unknown_stock u join supplier_products p
        on p.supplier_id = u.supplier_id and p.supplier_sku = u.sku where u.supplier_id = d.supplier_id))
  order by d.id desc limit 1`

/** A held feed that nobody needs to settle any more: a newer one about no less was used, or waits instead. */
const supersede = (
  sql: Sql,
  supplierId: SupplierId,
  feedId: number,
  warehouses: ReadonlyArray<string>,
  asOf: Date
) => sql`
  with old as (
    update supplier_documents d set feed_state = 'ignored'
    where ${feedsOf(sql, supplierId, "held")} and d.id < ${feedId}
      and coalesce(d.issued_at, d.received_at) <= ${asOf}
      and ${
        warehouses.length === 0 || warehouses.includes("")
          ? sql`true`
          : sql`d.warehouses <@ ${warehouses}::text[] and d.warehouses <> '{}'`
      }
    returning d.id)
  delete from held_feed_rows h using old where h.feed_id = old.id`

const insertFeed = (sql: Sql, head: FeedHead, staged: StagedFeed, at: Date) => sql<
  ReadonlyArray<{ id: number }>
>`
  insert into supplier_documents (supplier_id, kind, reference, issued_at, received_at, file, stale, raw, feed_state,
    content_hash, lines, skus, pieces, unknown, warehouses, checked_at)
  values (${head.supplierId}, 'inventory', ${storableText(head.reference, limits.reference)}, ${head.issuedAt}, ${at},
    ${storableText(head.file, limits.file)}, ${head.state === "ignored"}, '', ${head.state}, ${head.contentHash},
    ${staged.lines}, ${staged.skus}, ${staged.pieces}, ${staged.unknown}, ${staged.warehouses}::text[], ${at})
  on conflict (supplier_id, kind, reference) do nothing returning id`

/** What was known under the reference: the same content that was used is compared again. */
const takeAgain = (sql: Sql, head: FeedHead, at: Date) => sql<
  ReadonlyArray<{ id: number; state: KeptFeed["state"]; same: boolean }>
>`
  update supplier_documents d
  set checked_at = case when feed_state = 'taken' and content_hash = ${head.contentHash} then ${at} else checked_at end
  where d.supplier_id = ${head.supplierId} and d.kind = 'inventory'
    and d.reference = ${storableText(head.reference, limits.reference)}
  returning d.id, d.feed_state as state, d.content_hash = ${head.contentHash} as same`

const holdRows = (sql: Sql, feedId: number) => sql`
  insert into held_feed_rows (feed_id, sku, warehouse, quantity)
  select ${feedId}, sku, warehouse, sum(quantity) from feed_stage group by sku, warehouse`

export const keepFeed = async (sql: Sql, head: FeedHead, staged: StagedFeed, at: Date): Promise<KeptFeed> => {
  const [made] = await insertFeed(sql, head, staged, at)
  if (made === undefined) {
    const [known] = await takeAgain(sql, head, at)
    if (known === undefined) throw new Error("a feed that was there a moment ago is gone")
    const standing = !known.same ? "other" : known.state === "taken" ? "again" : "known"
    return { id: known.id, standing, state: known.state }
  }
  if (head.state === "held") await holdRows(sql, made.id)
  if (head.state === "held" || head.state === "taken")
    await supersede(sql, head.supplierId, made.id, staged.warehouses, head.issuedAt ?? at)
  return { id: made.id, standing: "new", state: head.state }
}
