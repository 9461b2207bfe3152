import type {
  BatchPlace,
  BatchWish,
  PushTurn,
  SettledLevel,
  StockBatch,
  ToldLevel
} from "../domain/ports/stock-pushes.ts"
import type { Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"
import { isOurs } from "./stock-leases.ts"
import { isDue } from "./stock-wakes.ts"
import { storableText } from "./storable-text.ts"

const longestReason = 500
/** Of those that reached the day's limit, as many are put aside with one batch. */
const mostWaiting = 1_000

const dayOf = (sql: Sql, at: Date) => sql`(${at}::timestamptz at time zone 'UTC')::date`

/** Changed as often today as the channel allows: not before tomorrow, whatever comes. */
const putAside = (sql: Sql, { channelId }: PushTurn, changesADay: number, at: Date) => sql<
  Array<{ sku: string }>
>`
  with full_up as (
    select s.channel_id, s.sku from channel_stock s
    where s.channel_id = ${channelId} and ${isDue(sql)} and s.changes_on = ${dayOf(sql, at)} and s.changes >= ${changesADay}
    limit ${mostWaiting} for no key update skip locked
  )
  update channel_stock s set parked_until = (${dayOf(sql, at)} + 1)::timestamp at time zone 'UTC', parked_version = null,
    answer = 'waits', reason = ${`It was changed ${changesADay} times today, as often as the channel allows. It is told tomorrow (UTC).`},
    answered_at = ${at}
  from full_up f where s.channel_id = f.channel_id and s.sku = f.sku
  returning s.sku`

interface Told extends ToldLevel {
  readonly productId: number
}

/** Rows that are being computed anew just now are left out, and come with what they will hold: nobody waits for anybody. */
const tell = (sql: Sql, { channelId }: PushTurn, batch: number, wish: BatchWish) => sql<Array<Told>>`
  with picked as (
    select s.channel_id, s.sku from channel_stock s
    where s.channel_id = ${channelId} and ${isDue(sql)}
      ${wish.after === null ? sql`` : sql`and (s.product_id, s.sku) > (${wish.after.productId}, ${wish.after.sku})`}
    order by s.product_id, s.sku limit ${wish.most} for no key update skip locked
  ),
  told as (
    update channel_stock s set told = s.quantity, told_version = s.version, told_at = ${wish.at}, batch = ${batch}
    from picked p where s.channel_id = p.channel_id and s.sku = p.sku
    returning s.product_id, s.sku, s.told, s.told_version, s.shown, s.refusals
  )
  select product_id as "productId", sku, told as quantity, told_version as version, shown, refusals
  from told order by product_id, sku`

/** The trigger of stock_pushes has the last word: where the channel must not be told, no row comes back. */
const open = (sql: Sql, turn: PushTurn) => sql<Array<{ batch: number }>>`
  update stock_pushes p set state = 'uploading', batch = nextval('stock_batches')
  where ${isOurs(sql, turn)} and p.state = 'resting' returning p.batch`

const close = (sql: Sql, turn: PushTurn, batch: number, heard: boolean) => sql`
  update stock_pushes p set state = 'resting', batch = null, quiet_until = null,
    failures = case when ${heard} then 0 else p.failures end,
    failing_since = case when not ${heard} then p.failing_since end,
    failure = case when not ${heard} then p.failure end,
    not_before = case when not ${heard} then p.not_before end
  where ${isOurs(sql, turn)} and p.batch = ${batch} returning p.turn`

/** Inside a transaction: what is said is written before it is said. */
export const beginBatch = async (sql: Sql, turn: PushTurn, wish: BatchWish): Promise<StockBatch | null> => {
  const [opened] = await open(sql, turn)
  if (opened === undefined) return null
  const { changesADay, at } = wish
  const aside = changesADay === null ? [] : await putAside(sql, turn, changesADay, at)
  const told = await tell(sql, turn, opened.batch, wish)
  const last = told.at(-1)
  if (last === undefined) await close(sql, turn, opened.batch, false)
  const place: BatchPlace | null = last === undefined ? null : { productId: last.productId, sku: last.sku }
  return {
    batch: last === undefined ? null : opened.batch,
    levels: told.map(({ productId: _, ...level }) => level),
    last: place,
    waiting: aside.map((row) => row.sku)
  }
}

export const levelsOfBatch = (sql: Sql, { channelId }: PushTurn, batch: number) => sql<
  ReadonlyArray<ToldLevel>
>`
  select sku, told as quantity, told_version as version, shown, refusals from channel_stock
  where channel_id = ${channelId} and batch = ${batch} order by product_id, sku`

const rowOf = (level: SettledLevel) => ({
  ...level,
  reason: storableText(level.reason, longestReason),
  keeps: level.shows === "as it was",
  told: level.shows === "told",
  shows: typeof level.shows === "number" ? level.shows : null,
  found: level.found?.shown ?? null,
  insteadOf: level.found?.insteadOf ?? null
})

/** Those that nobody holds just now: who computes them anew may wait for us, but we never wait for them. */
const write = (sql: Sql, turn: PushTurn, batch: number, levels: ReadonlyArray<SettledLevel>, at: Date) => sql`
  with given as materialized (
    select * from jsonb_to_recordset(${rowParameter(levels.map(rowOf))}::text::jsonb) as r (sku text, answer text,
      reason text, keeps boolean, told boolean, shows bigint, changed boolean, "parkedMs" float8, "parkedWhole" boolean,
      refusals int, found bigint, "insteadOf" bigint)
  ),
  free as materialized (
    select s.channel_id, s.sku from channel_stock s join given g on g.sku = s.sku
    where s.channel_id = ${turn.channelId} and s.batch = ${batch}
      and exists (select from stock_pushes p where ${isOurs(sql, turn)} and p.batch = ${batch})
    for no key update of s skip locked
  )
  update channel_stock s set batch = null, answer = g.answer, reason = g.reason, answered_at = ${at},
    shown = case when g.keeps then s.shown when g.told then s.told else g.shows end,
    shown_at = case when g.keeps then s.shown_at when g.told or g.shows is not null then ${at}::timestamptz end,
    shown_version = case when g.told then s.told_version else s.shown_version end,
    refusals = g.refusals, parked_until = ${at}::timestamptz + make_interval(secs => g."parkedMs" / 1000),
    parked_version = case when g."parkedMs" is not null and not g."parkedWhole" then s.told_version end,
    changes_on = case when g.changed then ${dayOf(sql, at)} else s.changes_on end,
    changes = case when not g.changed then s.changes when s.changes_on = ${dayOf(sql, at)} then s.changes + 1 else 1 end,
    found = case when g.found is null then s.found else g.found end,
    found_instead_of = case when g.found is null then s.found_instead_of else g."insteadOf" end,
    found_at = case when g.found is null then s.found_at else ${at}::timestamptz end
  from free f join given g on g.sku = f.sku where s.channel_id = f.channel_id and s.sku = f.sku`

const isWritten = async (sql: Sql, { channelId }: PushTurn, batch: number): Promise<boolean> => {
  const rows = await sql`
    select from channel_stock where channel_id = ${channelId} and batch = ${batch} limit 1`
  return rows.length === 0
}

/** `left`: somebody holds some of the rows; what could be written is, and the rest is for a moment later. */
export type Settled = "all" | "left" | "lost"

/** Inside a transaction: the batch ends when what became of each of its levels is written. */
export const settleBatch = async (
  sql: Sql,
  turn: PushTurn,
  batch: number,
  levels: ReadonlyArray<SettledLevel>,
  heard: boolean,
  at: Date
): Promise<Settled> => {
  await write(sql, turn, batch, levels, at)
  if (!(await isWritten(sql, turn, batch))) {
    const ours = await sql`select from stock_pushes p where ${isOurs(sql, turn)} and p.batch = ${batch}`
    return ours.length > 0 ? "left" : "lost"
  }
  return (await close(sql, turn, batch, heard)).length > 0 ? "all" : "lost"
}
