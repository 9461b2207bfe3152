import type { ChannelId } from "../domain/model/sales-channel.ts"
import type { PushStanding } from "../domain/ports/stock-pushes.ts"
import type { Sql } from "./database.ts"
import { isFree } from "./stock-leases.ts"

const mostCounted = 1_000_000

/** A row `s` of channel_stock of which the channel is to be told something now (the index channel_stock_due says the same). */
export const isDue = (sql: Sql) => sql`
  (s.quantity is distinct from s.shown and (s.parked_until is null or s.version > s.parked_version))`

/**
 * Who is owed a push already is written once more: the lock makes a push that is beginning wait for us, so that it reads what
 * we changed.
 */
export const wakePushes = (sql: Sql, channelIds: ReadonlyArray<ChannelId> | null, at: Date) => sql<
  ReadonlyArray<{ channelId: ChannelId; isNew: boolean }>
>`
  insert into stock_wakes as w (channel_id, woken_at)
  select c.channel_id, ${at} from channel_services c
  where c.service = 'inventory_upload' and c.enabled
    and ${channelIds === null ? sql`true` : sql`c.channel_id = any(${channelIds}::bigint[])`}
    and coalesce(stock_gate(c.channel_id), 'stopped') = 'stopped'
    and exists (select from channel_stock s where s.channel_id = c.channel_id and ${isDue(sql)})
  order by c.channel_id
  on conflict (channel_id) do update set woken_at = w.woken_at
  returning channel_id as "channelId", (xmax = 0) as "isNew"`

/** A wake so young has a job of its own. */
const ownJobMs = 5_000

const mayBegin = (sql: Sql) => sql`
  stock_gate(p.channel_id) is null and ${isFree(sql)} and coalesce(p.quiet_until <= clock_timestamp(), true)`

/** Also a batch of the dead, whether a push is owed or not: its worker left nobody else to look after it. */
export const owedPushes = (sql: Sql, at: Date, limit: number) => sql<ReadonlyArray<{ channelId: ChannelId }>>`
  select p.channel_id as "channelId" from stock_pushes p left join stock_wakes w on w.channel_id = p.channel_id
  where (p.state <> 'resting' or w.woken_at <= ${new Date(at.getTime() - ownJobMs)})
    and coalesce(p.not_before <= ${at}, true) and ${mayBegin(sql)}
  union all
  select w.channel_id from stock_wakes w
  where w.woken_at <= ${new Date(at.getTime() - ownJobMs)} and stock_gate(w.channel_id) is null
    and not exists (select from stock_pushes p where p.channel_id = w.channel_id)
  limit ${limit}`

export const nextOwed = (sql: Sql, at: Date) => sql<Array<{ at: Date | null }>>`
  select min(p.not_before) as at from stock_pushes p
  where p.not_before > ${at} and (p.state <> 'resting' or exists (
    select from stock_wakes w where w.channel_id = p.channel_id))`

const dueOf = (sql: Sql, channel: ReturnType<Sql>) => sql`(
  select count(*) from (
    select from channel_stock s where s.channel_id = ${channel} and ${isDue(sql)} limit ${mostCounted}) due)`

export const countDue = (sql: Sql, channelId: ChannelId) => sql<Array<{ due: number }>>`
  select ${dueOf(sql, sql`${channelId}`)} as due`

export const unpark = (sql: Sql, channelId: ChannelId, at: Date, refused: boolean) => sql`
  update channel_stock set parked_until = null, parked_version = null
  where channel_id = ${channelId} and parked_until is not null
    and (parked_until <= ${at} or ${refused ? sql`answer in ('unknown', 'rejected')` : sql`false`})`

export const standings = (sql: Sql, channelIds: ReadonlyArray<ChannelId> | null) => sql<
  ReadonlyArray<PushStanding>
>`
  select c.id as "channelId", coalesce(p.state, 'resting') as state, not ${isFree(sql)} as "isWorkedOn",
    stock_gate(c.id) as gate, ${dueOf(sql, sql`c.id`)} as due, coalesce(p.failures, 0) as failures,
    p.failing_since as "failingSince", p.failure, p.not_before as "notBefore", p.read_at as "readAt"
  from channels c left join stock_pushes p on p.channel_id = c.id
  where ${channelIds === null ? sql`c.archived_at is null` : sql`c.id = any(${channelIds}::bigint[])`}
  order by c.name`
