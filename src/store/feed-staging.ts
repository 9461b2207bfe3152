import type { FeedRow, StagedFeed } from "../domain/model/incoming-feed.ts"
import type { SupplierId } from "../domain/model/supplier.ts"
import { copyInto } from "./copy-into.ts"
import type { Sql } from "./database.ts"

/** Any number: the first half of the key that keeps two feeds of one supplier from being merged at once. */
const feedLock = 5_948_127

export const lockFeeds = (sql: Sql, supplierId: SupplierId) =>
  sql`select pg_advisory_xact_lock(${feedLock}::int, ${supplierId}::int)`

/** The transaction's own: nobody else sees it, nothing of it is logged, and it ends with the transaction whoever dies. */
export const openStaging = async (sql: Sql): Promise<void> => {
  // Sorting and joining a million rows by way of files takes twice as long; it is given back at the end of the transaction.
  await sql`set local work_mem = '64MB'`
  await sql`create temp table if not exists feed_stage (sku text not null, warehouse text not null, quantity bigint not null)
    on commit drop`
  await sql`truncate feed_stage`
}

/** What COPY's text form would read as the end of a cell or a row. NUL and halves of characters have no place in a database. */
const special = /[\\\t\n\r\0]/
const written: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "\u2400"
}
const cell = (text: string): string =>
  special.test(text) ? text.replace(/[\\\t\n\r\0]/g, (c) => written[c] ?? c) : text

async function* textOf(batches: AsyncIterable<ReadonlyArray<FeedRow>>): AsyncGenerator<Buffer> {
  for await (const rows of batches) {
    let text = ""
    for (const row of rows) text += `${cell(row.sku)}\t${cell(row.warehouse)}\t${row.quantity}\n`
    // A half of a character becomes the sign for one that cannot be shown.
    if (text !== "") yield Buffer.from(text)
  }
}

export const copyRows = (sql: Sql, rows: AsyncIterable<ReadonlyArray<FeedRow>>): Promise<void> =>
  copyInto(sql, "copy feed_stage (sku, warehouse, quantity) from stdin", textOf(rows))

export const copyHeld = (sql: Sql, feedId: number) => sql`
  insert into feed_stage select sku, warehouse, quantity from held_feed_rows where feed_id = ${feedId}`

interface Counts {
  readonly skus: number
  readonly pieces: number
  readonly lines: number
  readonly warehouses: ReadonlyArray<string>
}

const countStage = async (sql: Sql): Promise<Counts> => {
  const [counts] = await sql<ReadonlyArray<Counts>>`
    select (select count(*) from (select from feed_stage group by sku) s) as skus,
      coalesce(sum(quantity), 0)::bigint as pieces, count(*) as lines,
      array(select distinct warehouse from feed_stage order by 1 limit 1001) as warehouses
    from feed_stage`
  if (counts === undefined) throw new Error("a count answers one row")
  return counts
}

const joined = (sql: Sql, supplierId: SupplierId) => sql`
  from feed_stage s left join supplier_products p on p.supplier_id = ${supplierId} and p.supplier_sku = s.sku`

const unknownSku = (sql: Sql) => sql`case when p.product_id is null then s.sku end`

/**
 * One row for each level that the feed speaks of, and one for each SKU that is not known. Where a SKU and warehouse stands
 * more than once, its pieces add up; mostly none does, and adding up nothing would take twice as long as all else here.
 */
const joinCatalog = async (sql: Sql, supplierId: SupplierId, hasRepeats: boolean): Promise<void> => {
  await sql`drop table if exists feed_given`
  const create = sql`create temp table feed_given on commit drop as`
  if (hasRepeats)
    await sql`${create} select p.product_id, ${unknownSku(sql)} as sku, s.warehouse,
      least(sum(s.quantity), 2147483647)::int as quantity, sum(s.quantity)::bigint as pieces
      ${joined(sql, supplierId)} group by 1, 2, 3`
  else
    await sql`${create} select p.product_id, ${unknownSku(sql)} as sku, s.warehouse,
      least(s.quantity, 2147483647)::int as quantity, s.quantity as pieces ${joined(sql, supplierId)}`
  await sql`analyze feed_given`
}

/** What was staged, joined with what the supplier offers us, and counted. */
export const stagedFeed = async (sql: Sql, supplierId: SupplierId): Promise<StagedFeed> => {
  await sql`analyze feed_stage`
  const counts = await countStage(sql)
  await joinCatalog(sql, supplierId, counts.lines > counts.skus)
  const [unknown] = await sql<ReadonlyArray<{ n: number }>>`
    select count(*) as n from (select from feed_given where product_id is null group by sku) u`
  return { ...counts, unknown: unknown?.n ?? 0 }
}
