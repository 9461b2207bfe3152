import type { ChannelId } from "../domain/model/sales-channel.ts"
import type {
  MarkedPart,
  ProductRange,
  RecomputedMarks,
  RecomputeScope
} from "../domain/ports/inventory-store.ts"
import { recompute, recomputeLock } from "./channel-stock.ts"
import type { Sql } from "./database.ts"
import { ordersToJudge } from "./short-orders.ts"

/** Marks that are worked off at once: each names up to 20,000 products, most a handful. */
const mostMarks = 500
/** So many numbers of products of a walk are one transaction: what is marked meanwhile waits for no more than that. */
const stretch = 20_000

/** Asked about every second, so it must be nothing to ask: the end of an index that is mostly empty. */
export const newestMark = async (sql: Sql): Promise<number | null> => {
  const [row] = await sql<Array<{ id: number | null }>>`select max(id) as id from stock_marks`
  return row?.id ?? null
}

/** One of all who ask moves the time on, and that one marks. */
export const markDaily = (sql: Sql, before: Date, at: Date) => sql`
  with turned as (
    update installation set stock_walked_at = ${at}
    where stock_walked_at is null or stock_walked_at < ${before} returning 1)
  insert into stock_marks (product_ids) select null from turned`

type Work = Pick<RecomputeScope, "channelIds" | "products">

const takeNamed = async (sql: Sql, upTo: number): Promise<Work | null> => {
  const [row] = await sql<Array<{ marks: number; products: ReadonlyArray<number> }>>`
    with taken as (
      delete from stock_marks where id = any(array(
        select id from stock_marks where product_ids is not null and id <= ${upTo} order by id limit ${mostMarks}))
      returning product_ids)
    select (select count(*) from taken) as marks,
      array(select distinct p from taken, unnest(product_ids) p order by 1) as products`
  if (row === undefined || row.marks === 0) return null
  return { channelIds: null, products: row.products }
}

export const stretchAfter = async (sql: Sql, id: number, size: number): Promise<ProductRange | null> => {
  const [row] = await sql<
    Array<{ next: number | null }>
  >`select min(id) as next from products where id > ${id}`
  if (row === undefined || row.next === null) return null
  const after = Math.floor((row.next - 1) / size) * size
  return { after, upTo: after + size }
}

interface Walk {
  readonly id: number
  readonly channelId: ChannelId | null
  readonly afterProduct: number
}

/** The one that came least far, of a channel: it comes by everything that the others of that channel still have before them. */
const nextWalk = async (sql: Sql, upTo: number): Promise<Walk | undefined> => {
  const [walk] = await sql<Array<Walk>>`
    select id, channel_id as "channelId", after_product as "afterProduct" from stock_marks
    where product_ids is null and id <= ${upTo} order by channel_id nulls first, after_product, id limit 1`
  if (walk !== undefined)
    await sql`
      delete from stock_marks where product_ids is null and id <= ${upTo} and id <> ${walk.id}
        and after_product >= ${walk.afterProduct}
        and (${walk.channelId}::bigint is null or channel_id = ${walk.channelId})`
  return walk
}

const takeStretch = async (sql: Sql, upTo: number): Promise<Work | null> => {
  const walk = await nextWalk(sql, upTo)
  if (walk === undefined) return null
  const products = await stretchAfter(sql, walk.afterProduct, stretch)
  const isLast = products === null || (await stretchAfter(sql, products.upTo, stretch)) === null
  await (isLast
    ? sql`delete from stock_marks where id = ${walk.id}`
    : sql`update stock_marks set after_product = ${products.upTo} where id = ${walk.id}`)
  return { channelIds: walk.channelId === null ? null : [walk.channelId], products: products ?? [] }
}

/**
 * The marks are taken first and the rows are read by a later statement, which sees at least what those saw who marked. The
 * lock is not waited for: whoever has it may not see our marks, but they stay until somebody does.
 */
export const recomputeMarked = async (
  sql: Sql,
  part: MarkedPart,
  upTo: number,
  availableKinds: ReadonlyArray<string>,
  at: Date
): Promise<RecomputedMarks | null> => {
  const [lock] = await sql<
    Array<{ free: boolean }>
  >`select pg_try_advisory_xact_lock(${recomputeLock}) as free`
  if (lock?.free !== true) return null
  const work = part === "named" ? await takeNamed(sql, upTo) : await takeStretch(sql, upTo)
  if (work === null) return null
  const counts = await recompute(sql, { ...work, availableKinds }, at, true)
  return { ...counts, orderIds: await ordersToJudge(sql, work.products) }
}
